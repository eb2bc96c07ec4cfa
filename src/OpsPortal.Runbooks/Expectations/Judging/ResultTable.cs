namespace OpsPortal.Runbooks.Expectations.Judging;

/// <summary>A table as psql prints it: headers, a ruler, rows, "(n rows)".</summary>
internal sealed class ResultTable
{
    private readonly string[] headers;

    private ResultTable(SubjectLine header)
    {
        Header = header;
        headers = [.. header.Text.Split('|').Select(h => h.Trim())];
    }

    public SubjectLine Header { get; }
    public SubjectLine? Footer { get; private set; }
    public List<(SubjectLine Line, IReadOnlyList<string> Cells)> Rows { get; } = [];
    public int Columns => headers.Length;

    /// <summary>-1 where none has that name.</summary>
    public int Column(string name) => Array.FindIndex(headers, h => h.Equals(name, StringComparison.OrdinalIgnoreCase) || h.Replace('_', ' ').Equals(name, StringComparison.OrdinalIgnoreCase));

    public static ResultTable? In(IReadOnlyList<SubjectLine> lines)
    {
        if (lines.Count < 2 || !lines[1].Text.Contains('-') || lines[1].Text.AsSpan().IndexOfAnyExcept("-+ ") >= 0) return null;
        var table = new ResultTable(lines[0]);
        foreach (var line in lines.Skip(2))
            if (table.Footer is null && line.Text.StartsWith('(') && line.Text.Contains(" row")) table.Footer = line;
            else if (table.Footer is not null) return null;
            else table.Rows.Add((line, [.. line.Text.Split('|').Select(c => c.Trim())]));
        return table;
    }
}
