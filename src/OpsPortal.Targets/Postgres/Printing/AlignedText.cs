using System.Text;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>psql's standard layout, border 1.</summary>
internal static class AlignedText
{
    public static IEnumerable<string> Lines(ResultTable table, QueryFormat format)
    {
        var headers = table.Columns.Select(Glyphs.Lines).ToArray();
        var rows = table.Rows.Select(r => r.Select(c => Glyphs.Lines(c ?? format.Null)).ToArray()).ToList();
        var widths = headers.Select((h, i) => Math.Max(format.TuplesOnly ? 0 : h.Max(l => l.Width), rows.Count == 0 ? 0 : rows.Max(r => r[i].Max(l => l.Width)))).ToArray();
        // the names count although they are not shown
        for (var i = 0; i < widths.Length; i++) widths[i] = Math.Max(widths[i], headers[i].Max(l => l.Width));

        if (!format.TuplesOnly)
        {
            if (table.Title is { } title) yield return Centered(title, widths);
            foreach (var line in Header(headers, widths)) yield return line;
            yield return $"-{string.Join("-+-", widths.Select(w => new string('-', w)))}-";
        }
        foreach (var row in rows)
            foreach (var line in Row(row, widths, table.Numeric)) yield return line;
        if (!format.TuplesOnly)
            foreach (var footer in table.FootersOr(format.Footer)) yield return footer;
        yield return "";
    }

    private static string Centered(string title, int[] widths)
    {
        var whole = widths.Sum() + widths.Length * 3 - 1;
        var own = Glyphs.Lines(title)[0].Width;
        return own >= whole ? title : new string(' ', (whole - own) / 2) + title;
    }

    private static IEnumerable<string> Header(CellLine[][] headers, int[] widths)
    {
        var most = headers.Select(h => h.Length).DefaultIfEmpty(0).Max();
        for (var at = 0; at < most; at++)
        {
            var line = new StringBuilder();
            for (var i = 0; i < headers.Length; i++)
            {
                line.Append(' ');
                if (at < headers[i].Length)
                {
                    var space = widths[i] - headers[i][at].Width;
                    line.Append(' ', space / 2).Append(headers[i][at].Text).Append(' ', (space + 1) / 2);
                }
                else line.Append(' ', widths[i]);
                line.Append(at + 1 < headers[i].Length ? '+' : ' ');
                if (i < headers.Length - 1) line.Append('|');
            }
            yield return line.ToString();
        }
    }

    private static IEnumerable<string> Row(CellLine[][] cells, int[] widths, IReadOnlyList<bool> numeric)
    {
        var most = cells.Select(c => c.Length).DefaultIfEmpty(0).Max();
        for (var at = 0; at < most; at++)
        {
            var line = new StringBuilder();
            for (var i = 0; i < cells.Length; i++)
            {
                var last = i == cells.Length - 1;
                line.Append(' ');
                var goesOn = at + 1 < cells[i].Length;
                if (at >= cells[i].Length)
                {
                    if (!last) line.Append(' ', widths[i]);
                }
                else if (numeric[i]) line.Append(' ', widths[i] - cells[i][at].Width).Append(cells[i][at].Text);
                else
                {
                    line.Append(cells[i][at].Text);
                    if (!last || goesOn) line.Append(' ', widths[i] - cells[i][at].Width);
                }
                if (goesOn) line.Append('+');
                else if (!last) line.Append(' ');
                if (!last) line.Append('|');
            }
            yield return line.ToString();
        }
    }
}
