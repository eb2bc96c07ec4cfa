using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>Layouts for programs: unaligned and CSV. A value may hold line ends; each line of it is a line of the output.</summary>
internal static class PlainText
{
    public static IEnumerable<string> Unaligned(ResultTable table, QueryFormat format)
    {
        var separator = format.Separator ?? "|";
        if (!format.TuplesOnly)
        {
            if (table.Title is { } title) yield return title;
            yield return string.Join(separator, table.Columns);
        }
        foreach (var row in table.Rows)
            foreach (var line in string.Join(separator, row.Select(c => c ?? format.Null)).Split('\n')) yield return line;
        if (!format.TuplesOnly)
            foreach (var footer in table.FootersOr(format.Footer)) yield return footer;
    }

    public static IEnumerable<string> ExpandedUnaligned(ResultTable table, QueryFormat format)
    {
        var separator = format.Separator ?? "|";
        if (table.Rows.Count == 0 && !format.TuplesOnly)
            foreach (var footer in table.FootersOr(format.Footer)) yield return footer;
        for (var i = 0; i < table.Rows.Count; i++)
        {
            if (i > 0) yield return "";
            for (var column = 0; column < table.Columns.Count; column++)
                foreach (var line in $"{table.Columns[column]}{separator}{table.Rows[i][column] ?? format.Null}".Split('\n')) yield return line;
        }
    }

    public static IEnumerable<string> Csv(ResultTable table, QueryFormat format)
    {
        var separator = format.Separator ?? ",";
        if (!format.TuplesOnly) yield return string.Join(separator, table.Columns.Select(c => Quoted(c, separator)));
        foreach (var row in table.Rows)
            foreach (var line in string.Join(separator, row.Select(c => Quoted(c ?? format.Null, separator))).Split('\n')) yield return line;
    }

    public static IEnumerable<string> ExpandedCsv(ResultTable table, QueryFormat format)
    {
        var separator = format.Separator ?? ",";
        foreach (var row in table.Rows)
            for (var column = 0; column < table.Columns.Count; column++)
                foreach (var line in $"{Quoted(table.Columns[column], separator)}{separator}{Quoted(row[column] ?? format.Null, separator)}".Split('\n')) yield return line;
    }

    private static string Quoted(string text, string separator) =>
        text.Contains(separator, StringComparison.Ordinal) || text.AsSpan().IndexOfAny("\r\n\"") >= 0 || text == "\\." || separator is "\\" or "." ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
}
