using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Postgres.Trials;

/// <summary>The ways back of the statements of one psql, put together. Asked before and after: the same answer by the same rule.</summary>
internal sealed class UndoLedger(ServerPlace place, ActionContext context)
{
    private const int ShownRows = 50;

    private List<StatementUndo> statements = [];
    private string? why;

    public int Count => statements.Count;

    public void Add(StatementUndo statement) => statements.Add(statement);

    /// <summary>What came after that many was rolled back.</summary>
    public void Drop(int from) => statements = [.. statements.Take(from)];

    /// <summary>There is no way back, whatever the statements say.</summary>
    public void Rule(string because) => why ??= because;

    public Reversal Reversal
    {
        get
        {
            if (Why is { } because) return Reversal.Impossible($"It cannot be put back: {because}.");
            return Revert switch
            {
                PostgresRestoreRows rows => Reversal.To($"It can be put back: {rows.What} as {(rows.What.StartsWith("1 row ", StringComparison.Ordinal) ? "it was" : "they were")}, unless somebody changes them again."),
                PostgresQuery => Reversal.To($"It can be put back: {Masked.Text(string.Join("; ", statements.Select(s => s.Spoken).OfType<string>().Reverse()), context)}."),
                _ => Reversal.Impossible("Nothing is changed, so that there is nothing to put back."),
            };
        }
    }

    public ChangeRecord Record() => new(Changes()) { Revert = Revert, Reversal = Reversal };

    public IReadOnlyList<ObjectChange> Changes() => [.. statements.Where(s => s.Kept is not null).SelectMany(s => RowText.Changes(s.Kept!, context)).Take(ShownRows)];

    private string? Why => why ?? statements.FirstOrDefault(s => s.Why is not null)?.Why
        ?? (statements.Any(s => s.Kept is not null) && statements.Any(s => s.Inverse is not null) ? "it changes rows and other things together" : null);

    private StepAction? Revert
    {
        get
        {
            if (Why is not null) return null;
            var kept = statements.Select(s => s.Kept).OfType<KeptRows>().ToList();
            if (kept.Count > 0) return PostgresRestoreRows.Of(place, kept);
            var inverses = statements.Select(s => s.Inverse).OfType<string>().Reverse().ToList();
            return inverses.Count > 0 ? new PostgresQuery { Place = place, Commands = inverses, StopOnError = true } : null;
        }
    }
}

/// <summary>Rows for people.</summary>
internal static class RowText
{
    private const int LongestValue = 200;

    public static IEnumerable<ObjectChange> Changes(KeptRows rows, ActionContext context) =>
        rows.Rows.Select(r => new ObjectChange(Subject(rows, r), r.Before is null ? null : Text(rows, r.Before, context), r.After is null ? null : Text(rows, r.After, context)));

    /// <summary>"users id=5".</summary>
    public static string Subject(KeptRows rows, KeptRow row) =>
        $"{rows.Table} {string.Join(", ", rows.Key.Select(k => $"{k}={Short((row.Before ?? row.After)![rows.Columns.ToList().IndexOf(k)] ?? "NULL")}"))}";

    private static string Text(KeptRows rows, IReadOnlyList<string?> values, ActionContext context) =>
        string.Join('\n', rows.Columns.Select((c, i) => $"{c}: {(values[i] is { } value ? Short(Masked.Value(c, value, context)) : "NULL")}"));

    private static string Short(string value) => value.Length <= LongestValue ? value : $"{value[..LongestValue]}… ({value.Length:N0} characters)";
}
