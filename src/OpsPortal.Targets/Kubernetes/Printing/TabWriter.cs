using System.Text;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>
/// Elastic tab stops as Go's text/tabwriter has them: a cell ends with a tab, and a column is as wide as the widest cell of
/// the consecutive lines that have it. The text after a line's last tab belongs to no column.
/// </summary>
/// <param name="minimum">Least width of a column, padding included.</param>
/// <param name="padding">Blanks after the widest cell.</param>
/// <param name="remember">Columns never get narrower between flushes, so that the rows of a watch stay aligned.</param>
internal sealed class TabWriter(int minimum, int padding, bool remember = false)
{
    private readonly List<string[]> lines = [];
    private readonly List<int> remembered = [];

    /// <summary>As kubectl's tables.</summary>
    public static TabWriter Table() => new(6, 3, remember: true);

    /// <summary>As kubectl's descriptions.</summary>
    public static TabWriter Description() => new(0, 2);

    public bool IsEmpty => lines.Count == 0;

    public void Line(string line) => lines.Add(line.Split('\t'));

    /// <summary>The lines so far, aligned; the writer is empty afterwards.</summary>
    public IReadOnlyList<string> Flush()
    {
        var aligned = lines.ConvertAll(_ => new StringBuilder());
        var widths = new List<int>();
        Format(0, lines.Count, widths, aligned);
        lines.Clear();
        return aligned.ConvertAll(line => line.ToString());
    }

    /// <summary>The lines so far with their tabs left in; the writer is empty afterwards.</summary>
    public IReadOnlyList<string> FlushRaw()
    {
        List<string> raw = lines.ConvertAll(cells => string.Join('\t', cells));
        lines.Clear();
        return raw;
    }

    public void Forget() => remembered.Clear();

    private void Format(int from, int to, List<int> widths, List<StringBuilder> aligned)
    {
        var column = widths.Count;
        var pending = from;
        for (var at = from; at < to; at++)
        {
            if (column >= lines[at].Length - 1) continue;
            Write(pending, at, widths, aligned);
            pending = at;
            var width = minimum;
            for (; at < to && column < lines[at].Length - 1; at++)
                width = Math.Max(width, Width(lines[at][column]) + padding);
            widths.Add(remember ? Remember(column, width) : width);
            Format(pending, at, widths, aligned);
            widths.RemoveAt(column);
            pending = at;
        }
        Write(pending, to, widths, aligned);
    }

    private int Remember(int column, int width)
    {
        if (remembered.Count == column) remembered.Add(width);
        return remembered[column] = Math.Max(remembered[column], width);
    }

    private void Write(int from, int to, List<int> widths, List<StringBuilder> aligned)
    {
        for (var at = from; at < to; at++)
            for (var cell = 0; cell < lines[at].Length; cell++)
            {
                aligned[at].Append(lines[at][cell]);
                if (cell < widths.Count && cell < lines[at].Length - 1) aligned[at].Append(' ', widths[cell] - Width(lines[at][cell]));
            }
    }

    private static int Width(string cell)
    {
        var width = 0;
        foreach (var _ in cell.EnumerateRunes()) width++;
        return width;
    }
}
