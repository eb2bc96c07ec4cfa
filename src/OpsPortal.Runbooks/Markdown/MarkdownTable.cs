namespace OpsPortal.Runbooks.Markdown;

/// <summary>A pipe table. Cells are Markdown, trimmed; a row has as many cells as it was written with.</summary>
internal sealed record MarkdownTable(IReadOnlyList<string> Headers, IReadOnlyList<TableRow> Rows)
{
    /// <param name="text">A paragraph.</param>
    /// <param name="line">1-based line of its beginning.</param>
    public static MarkdownTable? Of(string text, int line)
    {
        if (!text.Contains('|') || !text.Contains('\n')) return null;
        var lines = text.Split('\n');
        if (!IsRuler(lines[1])) return null;
        var headers = Cells(lines[0]);
        List<TableRow> rows = [];
        for (var i = 2; i < lines.Length; i++)
            if (!string.IsNullOrWhiteSpace(lines[i]))
                rows.Add(new(line + i, Cells(lines[i])));
        return new([.. headers.Select(InlineText.Plain)], rows);
    }

    /// <summary>The first column whose header contains one of the words; -1 where there is none.</summary>
    public int Column(params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
            for (var i = 0; i < Headers.Count; i++)
                if (Headers[i].Contains(word, StringComparison.OrdinalIgnoreCase))
                    return i;
        return -1;
    }

    private static bool IsRuler(string line) =>
        line.Contains('-') && line.AsSpan().IndexOfAnyExcept("|-: \t") < 0 && line.Contains('|');

    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        var spans = InlineText.CodeSpans(line);
        var span = 0;
        var start = 0;
        for (var i = 0; i < line.Length; i++)
        {
            while (span < spans.Count && spans[span].End <= i) span++;
            if (line[i] != '|' || (span < spans.Count && i >= spans[span].Start) || (i > 0 && line[i - 1] == '\\')) continue;
            cells.Add(line[start..i].Trim().Replace("\\|", "|"));
            start = i + 1;
        }
        cells.Add(line[start..].Trim().Replace("\\|", "|"));
        if (cells[0].Length == 0) cells.RemoveAt(0);
        if (cells.Count > 0 && cells[^1].Length == 0) cells.RemoveAt(cells.Count - 1);
        return cells;
    }
}

internal sealed record TableRow(int Line, IReadOnlyList<string> Cells)
{
    /// <summary>The cell in that column; empty where the row is shorter or the column is -1.</summary>
    public string this[int column] => column >= 0 && column < Cells.Count ? Cells[column] : "";
}
