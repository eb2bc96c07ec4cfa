using System.Buffers;
using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Compiling;

/// <summary>The prompt at the beginning of a line.</summary>
/// <param name="Length">Characters up to what was typed.</param>
/// <param name="Text">The prompt itself, to tell one session from another.</param>
/// <param name="Language">What the prompt takes where it tells: <c>sql</c>, <c>redis</c>; null for a shell.</param>
/// <param name="Continues">A prompt for the next line of the same command.</param>
internal sealed partial record Prompt(int Length, string Text, string? Language, bool Continues)
{
    /// <summary>Every prompt has one of these; most lines have none.</summary>
    private static readonly SearchValues<char> Ends = SearchValues.Create("$%#>❯➜");

    [GeneratedRegex(@"^\s*(?<p>[$%❯➜])\s+(?=\S)")]
    private static partial Regex Plain();

    // [root@host ~]#   root@host:/app#   (venv) me@host:~$   bash-5.1$   / #
    [GeneratedRegex(@"^\s*(?<p>\[[^\]\n]{1,80}\]\s?[#$%]|(?:\([\w.-]+\)\s?)?[\w.-]+@[\w.-]+(?::[^\s$#]{0,80})?\s?[#$%]|(?:ba|z|a|k)?sh-\d[\d.]*[#$]|/[\w/.-]{0,80} [#$])(?:\s+|$)")]
    private static partial Regex Long();

    // name=#   name-#   name=>   mysql>   MariaDB [db]>
    [GeneratedRegex(@"^\s*(?<p>[\w.-]*\w(?<c>[=\-('""*!])[#>]|(?:mysql|sqlite|MariaDB \[[^\]]{0,60}\])>|\s{2,4}(?<c>-)>)\s+(?=\S)")]
    private static partial Regex Sql();

    [GeneratedRegex(@"^\s*(?<p>(?:\d{1,3}(?:\.\d{1,3}){3}|localhost|redis[\w.-]*):\d{1,5}(?:\[\d+\])?>|redis>)\s+(?=\S)")]
    private static partial Regex Redis();

    // "> /var/log/app.log" empties a file
    [GeneratedRegex(@"^\s*>\s+(?=\S)(?!\.{0,2}/\S*\s*$)")]
    private static partial Regex AngleBracket();

    [GeneratedRegex(@"^\s*#\s+(?=[a-z][\w.-]*(?:\s+(?:-|[a-z]+[/-]|\S+\s+-)|\s+(?:get|describe|logs|exec|status|restart|start|stop|ps|list|top|show|info)\b|$))")]
    private static partial Regex RootHash();

    /// <summary>The prompt of a line, or null.</summary>
    /// <param name="angle">Whether <c>&gt;</c> is the fence's prompt; elsewhere it continues a command.</param>
    public static Prompt? Of(string line, bool angle)
    {
        if (!line.AsSpan().ContainsAny(Ends)) return null;
        if (Redis().Match(line) is { Success: true } redis) return Made(redis, "redis");
        if (Sql().Match(line) is { Success: true } sql) return Made(sql, "sql") with { Continues = sql.Groups["c"].Success && sql.Groups["c"].Value != "=" };
        if (Plain().Match(line) is { Success: true } plain) return Made(plain, null);
        if (Long().Match(line) is { Success: true } longer) return Made(longer, null);
        return AngleBracket().Match(line) is { Success: true } bracket ? new(bracket.Length, ">", null, !angle) : null;
    }

    /// <summary>Whether a fence that begins with this line has <c>&gt;</c> for its prompt.</summary>
    public static bool Angle(string line) => AngleBracket().IsMatch(line);

    /// <summary><c># </c> before something that is a command rather than a sentence.</summary>
    public static Prompt? Root(string line) => RootHash().Match(line) is { Success: true } match ? new(match.Length, "#", null, false) : null;

    private static Prompt Made(Match match, string? language) => new(match.Length, match.Groups["p"].Value.TrimStart(), language, false);
}
