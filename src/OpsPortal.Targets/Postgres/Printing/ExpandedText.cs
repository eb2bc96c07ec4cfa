using System.Text;
using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>One column per line (<c>-x</c>), border 1.</summary>
internal static class ExpandedText
{
    public static IEnumerable<string> Lines(ResultTable table, QueryFormat format)
    {
        if (table.Rows.Count == 0)
        {
            if (!format.TuplesOnly)
                foreach (var footer in table.FootersOr(format.Footer)) yield return footer;
            yield return "";
            yield break;
        }
        var headers = table.Columns.Select(Glyphs.Lines).ToArray();
        var rows = table.Rows.Select(r => r.Select(c => Glyphs.Lines(c ?? format.Null)).ToArray()).ToList();
        var nameWidth = headers.Select(h => h.Max(l => l.Width)).DefaultIfEmpty(0).Max();
        var valueWidth = rows.SelectMany(r => r).Select(c => c.Max(l => l.Width)).DefaultIfEmpty(0).Max();
        var severalLines = rows.SelectMany(r => r).Any(c => c.Length > 1);

        if (!format.TuplesOnly && table.Title is { } title) yield return title;
        for (var i = 0; i < rows.Count; i++)
        {
            if (!format.TuplesOnly) yield return Rule($"[ RECORD {i + 1} ]", nameWidth, valueWidth);
            else if (i > 0) yield return Rule("", nameWidth, valueWidth);
            for (var column = 0; column < headers.Length; column++)
                foreach (var line in Field(headers[column], rows[i][column], nameWidth, valueWidth, severalLines)) yield return line;
        }
        if (!format.TuplesOnly && table.Footers is { Count: > 0 } footers)
        {
            yield return "";
            foreach (var footer in footers) yield return footer;
        }
        yield return "";
    }

    /// <summary>The record's number eats of the line and of the cross in it.</summary>
    private static string Rule(string record, int nameWidth, int valueWidth)
    {
        var line = new StringBuilder("-").Append(record);
        var length = record.Length + 1;
        line.Append('-', Math.Max(0, nameWidth - length));
        length -= nameWidth;
        if (length-- <= 0) line.Append('-');
        if (length-- <= 0) line.Append('+');
        if (length-- <= 0) line.Append('-');
        return line.Append('-', Math.Max(0, valueWidth - Math.Max(0, length))).ToString();
    }

    private static IEnumerable<string> Field(CellLine[] name, CellLine[] value, int nameWidth, int valueWidth, bool severalLines)
    {
        for (var at = 0; at < Math.Max(name.Length, value.Length); at++)
        {
            var line = new StringBuilder();
            if (at < name.Length) line.Append(name[at].Text).Append(' ', nameWidth - name[at].Width).Append(at + 1 < name.Length ? '+' : ' ');
            else line.Append(' ', nameWidth + 1);
            line.Append('|');
            if (at < value.Length)
            {
                line.Append(' ').Append(value[at].Text);
                if (at + 1 < value.Length && severalLines) line.Append(' ', valueWidth - value[at].Width).Append('+');
            }
            yield return line.ToString();
        }
    }
}
