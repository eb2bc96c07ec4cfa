namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>A table as kubectl and docker print it: a line of headers in capitals, cells below them, aligned with blanks.</summary>
internal sealed class StatusTable
{
    private readonly List<(string Name, int Start)> columns;

    private StatusTable(List<(string, int)> columns) => this.columns = columns;

    public List<StatusRow> Rows { get; } = [];

    public bool Has(string column) => columns.Exists(c => c.Name == column);

    /// <summary>All tables in the output; null where some line belongs to none.</summary>
    public static List<StatusTable>? In(IReadOnlyList<SubjectLine> lines)
    {
        List<StatusTable> tables = [];
        foreach (var line in lines)
            if (Header(line.Text) is { } columns) tables.Add(new(columns));
            else if (tables is not [.., var table]) return null;
            else table.Rows.Add(new(line, table.columns.TrueForAll(c => c.Start == 0 || c.Start > line.Text.Length || line.Text[c.Start - 1] == ' '), [.. table.columns.Select((c, i) => (c.Name, Cell(line.Text, c.Start, i + 1 < table.columns.Count ? table.columns[i + 1].Start : int.MaxValue)))]));
        return tables.Count > 0 ? tables : null;
    }

    /// <summary>Names in capitals, with two blanks or more between them (one within: CONTAINER ID).</summary>
    private static List<(string, int)>? Header(string line)
    {
        if (line.Length > 2000 || line.Any(char.IsAsciiLetterLower)) return null;
        List<(string, int)> columns = [];
        for (var at = 0; at < line.Length;)
        {
            while (at < line.Length && line[at] == ' ') at++;
            var start = at;
            while (at < line.Length && (line[at] != ' ' || (at + 1 < line.Length && line[at + 1] != ' '))) at++;
            if (at > start) columns.Add((line[start..at].Trim(), start));
        }
        return columns.Count > 1 && columns.Exists(c => c.Item1 is "NAME" or "NAMES" or "CONTAINER ID" or "NAMESPACE") ? columns : null;
    }

    private static string Cell(string line, int start, int end)
    {
        return start >= line.Length ? "" : line[start..Math.Min(end, line.Length)].Trim();
    }
}

/// <param name="Aligned">False where a cell runs over its column, as in a table that is being watched.</param>
internal sealed record StatusRow(SubjectLine Line, bool Aligned, IReadOnlyList<(string Column, string Text)> Cells)
{
    public string this[string column] => Cells.FirstOrDefault(c => c.Column == column).Text ?? "";

    public string Name => this["NAME"] is { Length: > 0 } name ? name : this["NAMES"];
}
