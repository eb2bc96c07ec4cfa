using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Markdown;

/// <summary>Whether a fence holds commands, told by its language and, where that says nothing or lies, by its content.</summary>
internal static partial class FenceLanguage
{
    /// <summary>The info word, lower case, without decoration: <c>{.bash}</c>, <c>bash,linenos</c> and <c>language-bash</c> are all <c>bash</c>.</summary>
    public static string Of(string? info)
    {
        var word = (info ?? "").Trim().TrimStart('{', '.').Split([' ', ',', '{', '}', ':', '\t'], 2)[0].ToLowerInvariant();
        return word.StartsWith("language-", StringComparison.Ordinal) ? word["language-".Length..] : word;
    }

    /// <summary>The language to read commands in, or null where the fence holds none.</summary>
    public static string? ForCommands(string language, string text) => language switch
    {
        "bash" or "sh" or "shell" or "zsh" or "ksh" or "console" or "terminal" or "shell-session" or "shellsession" or "bash-session" or "shell-script"
            => Empty(text) || IsData(text) ? null : Session(language),
        "sql" or "psql" or "postgresql" or "postgres" or "pgsql" or "plpgsql" => Empty(text) ? null : "sql",
        "promql" => Empty(text) ? null : "promql",
        "" or "none" => LooksLikeCommands(text) ? "" : null,
        "text" or "txt" or "plaintext" or "plain" or "output" or "log" => Prompted(text) ? "console" : null,
        _ => null,
    };

    /// <summary>Whether any line begins like a command.</summary>
    public static bool HasCommand(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
            if (Programs.BeginsCommand(line)) return true;
        return false;
    }

    private static bool Empty(string text) => string.IsNullOrWhiteSpace(text);

    private static string Session(string language) =>
        language is "terminal" or "shell-session" or "shellsession" or "bash-session" ? "console" : language;

    /// <summary>The first line that is no comment decides, or most of the lines together.</summary>
    private static bool LooksLikeCommands(string text)
    {
        int lines = 0, commands = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || (trimmed[0] == '#' && !Programs.BeginsCommand(trimmed))) continue;
            lines++;
            if (!Programs.BeginsCommand(trimmed)) continue;
            if (lines == 1) return true;
            commands++;
        }
        return commands * 2 > lines;
    }

    private static bool Prompted(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
            if (line.TrimStart().StartsWith("$ ") && Programs.BeginsCommand(line.TrimStart()[2..])) return true;
        return false;
    }

    /// <summary>YAML, JSON or log lines under a shell's name: every line is data, and none begins like a command.</summary>
    private static bool IsData(string text)
    {
        var lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#') continue;
            if (Programs.BeginsCommand(trimmed) || !Data().IsMatch(trimmed)) return false;
            lines++;
        }
        return lines > 1;
    }

    [GeneratedRegex(@"^(- |---$|[{}\[\]],?$|""[^""]{1,200}"":|[\w.-]{1,100}:(\s|$)|\d{4}-\d\d-\d\d[T ]|\d\d:\d\d:\d\d)")]
    private static partial Regex Data();
}
