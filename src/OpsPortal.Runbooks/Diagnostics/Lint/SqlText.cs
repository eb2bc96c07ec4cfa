using System.Text.RegularExpressions;
using OpsPortal.Runbooks.Shell;

namespace OpsPortal.Runbooks.Diagnostics.Lint;

/// <summary>SQL that a step runs, as a statement of a fence or as an argument of psql.</summary>
/// <param name="Offset">Of its first character in the step's source; -1 where it is written otherwise there.</param>
internal sealed partial record SqlText(string Text, int Offset)
{
    /// <summary>The same length, with strings and comments blanked: what is left are keywords and names.</summary>
    public string Code { get; } = Hidden().Replace(Text, m => new string(' ', m.Length));

    /// <summary>The statements in it, each with its place in <see cref="Text"/>.</summary>
    public IEnumerable<(string Code, int Start)> Statements
    {
        get
        {
            var start = 0;
            while (start < Code.Length)
            {
                var end = Code.IndexOf(';', start);
                if (end < 0) end = Code.Length;
                var blank = Code.AsSpan(start, end - start).IndexOfAnyExcept(" \t\n");
                if (blank >= 0) yield return (Code[(start + blank)..end], start + blank);
                start = end + 1;
            }
        }
    }

    public int At(int index) => Offset < 0 ? -1 : Offset + index;

    public static IReadOnlyList<SqlText> Of(LintStep step)
    {
        if (step.Statement is Query { Language: "sql" } query) return [new(query.Text, 0)];
        if (!step.Mentions("psql") && !step.Mentions("mysql")) return [];
        List<SqlText> found = [];
        foreach (var command in step.Commands)
            if (command.Program is "psql" or "mysql")
                for (var i = 1; i + 1 < command.Words.Count; i++)
                    if (command.Words[i].Text is "--command" or "--execute" or ['-', .., 'c' or 'e'] && !command.Words[i].Text.StartsWith("--no", StringComparison.Ordinal))
                    {
                        var word = command.Words[++i];
                        found.Add(new(word.Text, word.Text.Length == 0 ? -1 : step.Source.IndexOf(word.Text, Math.Max(0, word.Start), StringComparison.Ordinal)));
                    }
        return found;
    }

    [GeneratedRegex(@"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/", RegexOptions.Singleline)]
    private static partial Regex Hidden();
}
