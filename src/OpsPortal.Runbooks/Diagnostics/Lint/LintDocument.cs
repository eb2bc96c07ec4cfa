using System.Text.RegularExpressions;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>What rules need to know of the document as a whole.</summary>
internal sealed partial class LintDocument(string text)
{
    // most documents have nothing that a place is asked for
    private string[]? lines;
    private readonly HashSet<string> databases = new(StringComparer.Ordinal);

    /// <summary>Whether a command of kubectl names a namespace, and so the others may have forgotten theirs.</summary>
    public bool NamesNamespace { get; private set; }

    /// <summary>Whether a command chooses a namespace for those behind it.</summary>
    public bool ChoosesNamespace { get; private set; }

    public bool IsDatabase(string name) => databases.Contains(name);

    public void Learn(LintStep step)
    {
        foreach (var line in step.Kubectl)
        {
            NamesNamespace |= line.Namespace is { Length: > 0 };
            ChoosesNamespace |= line.Verb == "config" && line.Operands is [{ Text: "set-context" or "use-context" }, ..];
        }
        if (step.Mentions("psql") || step.Mentions("pg_") || step.Mentions("createdb"))
        {
            foreach (var command in step.Commands)
                if (command.Program is "psql" or "pg_dump" or "pg_restore" or "createdb" or "pgbench" && Database(command) is { } name) databases.Add(name);
            foreach (Match size in DatabaseFunction().Matches(step.Source)) databases.Add(size.Groups[1].Value);
        }
    }

    /// <summary>Line and column, 1-based, of an offset in a step's source; null where the document spells it otherwise.</summary>
    public (int Line, int Column)? Place(Step step, int offset)
    {
        var before = step.Source.AsSpan(0, offset);
        var start = before.LastIndexOf('\n') + 1;
        var end = step.Source.IndexOf('\n', offset);
        var line = step.Line + before.Count('\n');
        lines ??= text.Split('\n');
        if (line < 1 || line > lines.Length) return null;
        var at = lines[line - 1].IndexOf(step.Source[start..(end < 0 ? step.Source.Length : end)], StringComparison.Ordinal);
        return at < 0 ? null : (line, at + 1 + offset - start);
    }

    private static string? Database(LintCommand command)
    {
        if (command.Value("-d", "--dbname") is { } named) return Name(named);
        for (var i = 1; i < command.Words.Count; i++)
            if (!command.Words[i].IsFlag) return Name(command.Words[i]);
            else if (command.Words[i].Text is ['-', not '-'] && !"lqtxwWaAeEsS1".Contains(command.Words[i].Text[1])) i++;
        return null;
    }

    private static string? Name(LintWord word) => Identifier().IsMatch(word.Text) ? word.Text : null;

    [GeneratedRegex(@"^[A-Za-z_]\w{0,62}$")]
    private static partial Regex Identifier();

    [GeneratedRegex(@"pg_database_size\s*\(\s*'(\w+)'")]
    private static partial Regex DatabaseFunction();
}
