using System.Text;
using Npgsql;

namespace OpsPortal.Targets.Postgres.Printing;

/// <summary>Errors and notices as libpq words them (src/interfaces/libpq/fe-protocol3.c).</summary>
internal static class ErrorText
{
    private const int MostColumns = 60;
    private const int RightOfPlace = 10;

    /// <param name="query">The text that was sent; positions count its characters from 1.</param>
    public static IEnumerable<string> Lines(PostgresException error, string query, int offset = 0)
    {
        foreach (var line in Spread($"{error.Severity}:  {error.MessageText}")) yield return line;
        var place = error.Position > 0 ? Place(query, error.Position + offset) : error is { InternalPosition: > 0, InternalQuery: { } inner } ? Place(inner, error.InternalPosition) : [];
        foreach (var line in place) yield return line;
        foreach (var line in Details(error.Detail, error.Hint, error.InternalQuery, error.Where)) yield return line;
    }

    public static IEnumerable<string> Lines(PostgresNotice notice) =>
        [.. Spread($"{notice.Severity}:  {notice.MessageText}"), .. Details(notice.Detail, notice.Hint, null, null)];

    private static IEnumerable<string> Details(string? detail, string? hint, string? query, string? where)
    {
        foreach (var (label, text) in new[] { ("DETAIL", detail), ("HINT", hint), ("QUERY", query), ("CONTEXT", where) })
            if (text is { Length: > 0 })
                foreach (var line in Spread($"{label}:  {text}")) yield return line;
    }

    private static string[] Spread(string text) => text.Split('\n');

    /// <summary>The line that the position is in, cut to fit, and a caret below it.</summary>
    private static IEnumerable<string> Place(string query, int position)
    {
        var runes = query.EnumerateRunes().ToArray();
        var at = position - 1;
        if (at < 0 || at > runes.Length) yield break;
        var columns = new int[runes.Length + 1];
        for (var i = 0; i < runes.Length; i++) columns[i + 1] = columns[i] + Math.Max(1, Glyphs.Width(runes[i]));
        int from = 0, to = runes.Length, number = 1;
        for (var i = 0; i < runes.Length; i++)
        {
            if (runes[i].Value is not ('\r' or '\n')) continue;
            if (i >= at)
            {
                to = i;
                break;
            }
            if (runes[i].Value == '\r' || i == 0 || runes[i - 1].Value != '\r') number++;
            from = i + 1;
        }
        bool cutLeft = false, cutRight = false;
        if (columns[to] - columns[from] > MostColumns)
        {
            if (columns[from] + MostColumns >= columns[at] + RightOfPlace)
            {
                while (columns[to] - columns[from] > MostColumns) to--;
                cutRight = true;
            }
            else
            {
                while (columns[at] + RightOfPlace < columns[to])
                {
                    to--;
                    cutRight = true;
                }
                while (columns[to] - columns[from] > MostColumns)
                {
                    from++;
                    cutLeft = true;
                }
            }
        }
        var line = new StringBuilder($"LINE {number}: {(cutLeft ? "..." : "")}");
        var indent = line.Length + columns[at] - columns[from];
        foreach (var rune in runes.AsSpan(from..to)) line.Append(rune.Value == '\t' ? new Rune(' ') : rune);
        yield return line.Append(cutRight ? "..." : "").ToString();
        yield return new string(' ', indent) + '^';
    }
}
