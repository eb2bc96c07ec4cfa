using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Targets.Filters.Lines;

/// <summary>Aligns columns. All lines have to be held.</summary>
internal sealed class ColumnsFilter(Columns columns) : LineFilter
{
    private const long MostHeld = 64L << 20;

    private readonly List<string[]> rows = [];
    private long held;

    public override ValueTask<bool> AcceptAsync(string line, LineSink next, CancellationToken cancellation)
    {
        if ((held += line.Length + 32) > MostHeld) throw new FilterException($"{columns.Source}: more than {MostHeld >> 19} MiB to hold. Narrow the input first, e.g. with head.");
        if (line.AsSpan().Trim(" \t").Length > 0) rows.Add(columns.Separators is { } separators ? line.Split(separators.ToCharArray()) : line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return ValueTask.FromResult(true);
    }

    public override async ValueTask CompleteAsync(LineSink next, CancellationToken cancellation)
    {
        if (columns.Names.Count > 0 && rows.Count > 0) rows.Insert(0, [.. columns.Names]);
        List<int> widths = [];
        foreach (var row in rows)
            for (var i = 0; i < row.Length; i++)
                if (i == widths.Count) widths.Add(Width(row[i]));
                else widths[i] = Math.Max(widths[i], Width(row[i]));
        foreach (var row in rows)
            if (!await next(Aligned(row, widths), cancellation)) return;
    }

    /// <summary>A short row is filled up, all but the last column.</summary>
    private string Aligned(string[] row, List<int> widths)
    {
        var text = new StringBuilder();
        for (var i = 0; i < widths.Count; i++)
        {
            var cell = i < row.Length ? row[i] : "";
            text.Append(cell);
            if (i < widths.Count - 1) text.Append(' ', widths[i] - Width(cell)).Append(columns.OutputSeparator);
        }
        return text.ToString();
    }

    private static int Width(string cell) => cell.EnumerateRunes().Count();
}
