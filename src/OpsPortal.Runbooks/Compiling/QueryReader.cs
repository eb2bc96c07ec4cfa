namespace OpsPortal.Runbooks.Compiling;

/// <summary>Finds where a statement of SQL, Redis or PromQL ends.</summary>
/// <param name="amongCommands">Inside a shell fence: a comment of the shell or an empty line ends a statement that lacks its semicolon.</param>
internal sealed class QueryReader(string text, string language, bool amongCommands = false)
{
    private readonly int lastSingle = text.LastIndexOf('\'');
    private readonly int lastDouble = text.LastIndexOf('"');
    private readonly int lastComment = text.LastIndexOf("*/", StringComparison.Ordinal);
    private int dollarQuotesLost;

    /// <summary>Offset after the statement that begins at <paramref name="start"/>; always beyond it.</summary>
    public int End(int start)
    {
        var end = language switch
        {
            "sql" => SqlEnd(start),
            "promql" => PromQlEnd(start),
            _ => LineEnd(start),
        };
        while (end > start + 1 && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }

    private int LineEnd(int from) => text.IndexOf('\n', from) is >= 0 and var end ? end : text.Length;

    private int SqlEnd(int start)
    {
        // psql's own commands (\dt) take their line
        if (text[start] == '\\') return LineEnd(start);
        var open = 0;
        for (var i = start; i < text.Length; i++)
            switch (text[i])
            {
                case ';': return i + 1;
                case '(': open++; break;
                case ')': open--; break;
                case '\'':
                    if (lastSingle <= i) return Paragraph(i);
                    i = text.IndexOf('\'', i + 1);
                    break;
                case '"':
                    if (lastDouble <= i) return Paragraph(i);
                    i = text.IndexOf('"', i + 1);
                    break;
                case '$': i = DollarQuoteEnd(i); break;
                case '-' when i + 1 < text.Length && text[i + 1] == '-': i = LineEnd(i) - 1; break;
                case '/' when i + 1 < text.Length && text[i + 1] == '*':
                    i = lastComment >= i + 2 ? text.IndexOf("*/", i + 2, StringComparison.Ordinal) + 1 : Paragraph(i) - 1;
                    break;
                case '\n' when open <= 0:
                    if (EndsHere(i + 1)) return i;
                    while (i + 1 < text.Length && char.IsWhiteSpace(text[i + 1])) i++;
                    break;
            }
        return text.Length;
    }

    /// <summary>Whether a statement without semicolon ends before the line that begins at <paramref name="from"/>.</summary>
    private bool EndsHere(int from)
    {
        var next = from;
        while (next < text.Length && text[next] != '\n' && char.IsWhiteSpace(text[next])) next++;
        if (next >= text.Length) return true;
        if (amongCommands) return text[next] is '\n' or '#';
        if (text[next] != '\n') return false;
        while (next < text.Length && char.IsWhiteSpace(text[next])) next++;
        return next >= text.Length || text[next] is '\\' or '-' or '#' || QueryWords.BeginsSql(text, next);
    }

    private int DollarQuoteEnd(int from)
    {
        var tag = from + 1;
        while (tag < text.Length && tag - from < 40 && (char.IsLetterOrDigit(text[tag]) || text[tag] == '_')) tag++;
        if (tag >= text.Length || text[tag] != '$' || dollarQuotesLost > 20) return from;
        var close = text.IndexOf(text[from..(tag + 1)], tag + 1, StringComparison.Ordinal);
        if (close >= 0) return close + (tag - from);
        dollarQuotesLost++;
        return from;
    }

    /// <summary>What cannot be closed spoils its paragraph, not what follows.</summary>
    private int Paragraph(int from) => text.IndexOf("\n\n", from, StringComparison.Ordinal) is >= 0 and var end ? end : text.Length;

    private int PromQlEnd(int start)
    {
        var (open, lineEnd) = (0, LineEnd(start));
        // a mark that this line does not close closes none of it later on
        var lost = "";
        for (var i = start; i < text.Length; i++)
        {
            if (i > lineEnd) (lineEnd, lost) = (LineEnd(i), "");
            switch (text[i])
            {
                case '(' or '{' or '[': open++; break;
                case ')' or '}' or ']': open--; break;
                case '\'' or '"' or '`' when !lost.Contains(text[i]):
                    if (text.IndexOf(text[i], i + 1, Math.Max(0, lineEnd - i - 1)) is >= 0 and var close) i = close;
                    else lost += text[i];
                    break;
                case '#': return i;
                case '\n' when Blank(i + 1) || (open <= 0 && !GoesOn(start, i)): return i;
            }
        }
        return text.Length;
    }

    private bool Blank(int from) => text.AsSpan(from, LineEnd(from) - from).IsWhiteSpace();

    /// <summary>A query goes on where a line ends or the next one begins with an operator.</summary>
    private bool GoesOn(int start, int newLine)
    {
        // a hundred characters tell how a line ends
        var from = Math.Max(start, newLine - 100);
        var before = text.AsSpan(from, newLine - from).TrimEnd();
        var after = text.AsSpan(newLine + 1, LineEnd(newLine + 1) - newLine - 1).TrimStart();
        return before.Length > 0 && (before[^1] is '+' or '-' or '*' or '/' or '%' or '^' or '>' or '<' or '=' or ',' || QueryWords.EndsWithPromQlWord(before))
            || (after.Length > 0 && (after[0] is '+' or '*' or '/' or '%' or '^' or '>' or '<' or '=' or '!' or ')' or '}' or ']' || QueryWords.BeginsWithPromQlWord(after)
                || (after[0] == '(' && QueryWords.EndsWithGrouping(before))));
    }
}
