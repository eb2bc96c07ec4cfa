namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>The difference of two texts as <c>diff -u</c> prints it: hunks with three lines around each change.</summary>
internal static class UnifiedDiff
{
    private const int Around = 3;

    private readonly record struct Edit(char Mark, string Line, int Old, int New);

    public static IEnumerable<string> Of(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        var edits = Edits(before, after);
        var at = 0;
        while (at < edits.Count)
        {
            var first = edits.FindIndex(at, e => e.Mark != ' ');
            if (first < 0) yield break;
            var from = Math.Max(at, first - Around);
            var to = first;
            // changes with few equal lines between them stand in one hunk
            for (var i = first; i < edits.Count && i <= to + 2 * Around; i++)
                if (edits[i].Mark != ' ') to = i;
            var end = Math.Min(edits.Count, to + Around + 1);
            var hunk = edits[from..end];
            yield return $"@@ -{Range(hunk, '+', e => e.Old)} +{Range(hunk, '-', e => e.New)} @@";
            foreach (var edit in hunk) yield return edit.Mark + edit.Line;
            at = end;
        }
    }

    /// <summary>First line and count; the count is left out where it is one, an empty side is told by the line before it.</summary>
    private static string Range(List<Edit> hunk, char other, Func<Edit, int> number)
    {
        var count = hunk.Count(e => e.Mark != other);
        var first = number(hunk[0]);
        return count switch { 0 => $"{first},0", 1 => $"{first + 1}", _ => $"{first + 1},{count}" };
    }

    /// <summary>By the longest common subsequence; equal ends are left out of the table, so that large objects stay cheap.</summary>
    private static List<Edit> Edits(IReadOnlyList<string> a, IReadOnlyList<string> b)
    {
        int head = 0, tail = 0;
        while (head < a.Count && head < b.Count && a[head] == b[head]) head++;
        while (tail < a.Count - head && tail < b.Count - head && a[a.Count - 1 - tail] == b[b.Count - 1 - tail]) tail++;
        var (n, m) = (a.Count - head - tail, b.Count - head - tail);
        var longest = new int[n + 1, m + 1];
        for (var i = n - 1; i >= 0; i--)
            for (var j = m - 1; j >= 0; j--)
                longest[i, j] = a[head + i] == b[head + j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);

        List<Edit> edits = [];
        for (var i = 0; i < head; i++) edits.Add(new(' ', a[i], i, i));
        var (x, y) = (0, 0);
        while (x < n || y < m)
            if (x < n && y < m && a[head + x] == b[head + y]) edits.Add(new(' ', a[head + x], head + x++, head + y++));
            else if (x < n && (y == m || longest[x + 1, y] >= longest[x, y + 1])) edits.Add(new('-', a[head + x], head + x++, head + y));
            else edits.Add(new('+', b[head + y], head + x, head + y++));
        for (var i = 0; i < tail; i++) edits.Add(new(' ', a[head + n + i], head + n + i, head + m + i));
        return edits;
    }
}
