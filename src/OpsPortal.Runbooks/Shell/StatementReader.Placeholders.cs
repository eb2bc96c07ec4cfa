namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    private const int LongestPlaceholder = 80;

    /// <summary>
    /// Offset after a place that the author left for the reader (<c>&lt;pod-name&gt;</c>, <c>[pod name]</c>, <c>{pod name}</c>), or 0.
    /// Angle brackets count where a shell would redirect from a file and, without a blank, to another: nobody writes that.
    /// Brackets and braces count only where a blank inside would tear the word apart; without one they are ordinary characters.
    /// </summary>
    private int PlaceholderEnd(int open)
    {
        var angled = text[open] == '<';
        var close = text[open] switch { '<' => '>', '[' => ']', _ => '}' };
        var doubled = angled && open + 1 < limit && text[open + 1] == '<';
        var first = doubled ? open + 2 : open + 1;
        if (first >= limit || !char.IsLetterOrDigit(text[first])) return 0;
        var stop = Math.Min(limit, first + LongestPlaceholder);
        for (var i = first; i < stop; i++)
        {
            var c = text[i];
            if (c == close)
            {
                if (IsBlank(text[i - 1])) return 0;
                if (doubled) return i + 1 < limit && text[i + 1] == '>' ? i + 2 : 0;
                return angled ? (LooksLikeFiles(first, i) ? 0 : i + 1) : text.AsSpan(first, i - first).Contains(' ') ? i + 1 : 0;
            }
            if (angled ? c is '\n' or '<' or '"' or '$' or '`' or ';' or '\\' or '&' : !(char.IsLetterOrDigit(c) || c is ' ' or '-' or '_' or '/' or '.')) return 0;
            if (c == '|' && (IsBlank(text[i - 1]) || (i + 1 < stop && IsBlank(text[i + 1])))) return 0;
        }
        return 0;
    }

    /// <summary><c>&lt;in.sql&gt;out.txt</c>: a file that is read right before one that is written.</summary>
    private bool LooksLikeFiles(int first, int end) =>
        text.AsSpan(first, end - first).IndexOfAny('.', '/') >= 0 && end + 1 < limit && (char.IsLetterOrDigit(text[end + 1]) || text[end + 1] is '>');
}
