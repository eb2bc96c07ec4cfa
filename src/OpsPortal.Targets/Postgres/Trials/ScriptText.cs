using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Postgres.Scripts;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>The statements of a psql, as far as they are known before it runs.</summary>
/// <param name="Untried">What is not among the statements, and why.</param>
/// <param name="Refusal">Why it would not run at all.</param>
internal sealed record ScriptText(IReadOnlyList<string> Statements, bool IsFile, IReadOnlyList<string> Untried, string? Refusal = null)
{
    private const int MostCharacters = 1 << 20;
    private const int MostStatements = 500;

    public static async Task<ScriptText> ReadAsync(PostgresQuery action, ActionContext context, CancellationToken cancellation)
    {
        List<string> statements = [], untried = [];
        foreach (var command in action.Commands)
        {
            if (command.TrimStart().StartsWith('\\')) Meta(command.Trim(), untried);
            else statements.AddRange(QueryRun.Split(QueryEnding.Of(command).Text).Select(p => p.Text));
        }
        foreach (var name in action.Files)
        {
            if (await context.Files.OpenAsync(name, cancellation) is not { } file) return new([], true, [], $"{name}: No such file. Attach it to the runbook, or make it in an earlier step.");
            await using (file) await LinesAsync(ScriptLines.OfAsync(file, cancellation), name, action, statements, untried, cancellation);
        }
        var piped = action.Files.Count + action.Commands.Count == 0 && context.Input is not null;
        if (piped) await LinesAsync(context.Input!, "the input", action, statements, untried, cancellation);
        return new(statements, action.Files.Count > 0 || piped, untried);
    }

    private static async Task LinesAsync(IAsyncEnumerable<string> lines, string name, PostgresQuery action, List<string> statements, List<string> untried, CancellationToken cancellation)
    {
        var splitter = new StatementSplitter(action.Variables);
        var characters = 0;
        var rows = -1;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if ((characters += line.Length) > MostCharacters || statements.Count > MostStatements)
            {
                untried.Add($"Only the beginning of {name} is tried ({statements.Count} statements): it is long");
                return;
            }
            if (rows >= 0)
            {
                splitter.Skip(line);
                rows = line == "\\." ? Told() : rows + 1;
                continue;
            }
            foreach (var piece in splitter.Add(line))
                if (piece.Meta) Meta(piece.Text, untried);
                else
                {
                    statements.Add(piece.Text);
                    if (piece.TakesData) rows = 0;
                }
        }
        if (splitter.End() is { } last) statements.Add(last.Text);

        int Told()
        {
            untried.Add($"{Previews.Counted.Of(rows, "row")} of data behind a COPY of {name} {(rows == 1 ? "is" : "are")} not sent");
            return -1;
        }
    }

    private static void Meta(string command, List<string> untried)
    {
        if (command.Split(' ')[0] is "\\gexec" or "\\copy" or "\\i" or "\\ir" or "\\!" or "\\o" or "\\c" or "\\connect") untried.Add($"{command.Split(' ')[0]} of psql is not tried");
    }
}
