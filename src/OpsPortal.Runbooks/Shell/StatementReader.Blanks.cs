namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    private sealed record HereDocument(List<Redirection> In, int Index, string Delimiter, bool StripTabs);

    private readonly List<HereDocument> pending = [];

    // A no-break space comes from web pages; a shell would take it for a letter, which nobody ever means.
    private static bool IsBlank(char c) => c is ' ' or '\t' or '\r' or '\u00a0' or '\f' or '\v';

    private bool Peek(string word) => at + word.Length <= limit && string.CompareOrdinal(text, at, word, 0, word.Length) == 0;

    private bool AtLineEnd() => at >= limit || text[at] is '\n' or '#';

    private bool Fail(string reason)
    {
        failure ??= reason;
        return false;
    }

    private T? Fail<T>(string reason) where T : class
    {
        failure ??= reason;
        return null;
    }

    /// <summary>Blanks and continued line ends.</summary>
    private void SkipBlanks()
    {
        while (at < limit)
            if (IsBlank(text[at])) at++;
            else if (Continuation(at) is > 0 and var next) at = next;
            else return;
    }

    /// <summary>
    /// Where the text goes on after a backslash that continues the line, or 0. Blanks after the backslash are forgiven:
    /// a shell would end the command there, an author never means that.
    /// </summary>
    private int Continuation(int from)
    {
        if (text[from] != '\\') return 0;
        var next = from + 1;
        while (next < limit && IsBlank(text[next])) next++;
        return next < limit && text[next] == '\n' ? next + 1 : 0;
    }

    private void SkipComment()
    {
        if (at < limit && text[at] == '#') at = LineEnd(at);
    }

    private int LineEnd(int from)
    {
        var end = text.IndexOf('\n', from, limit - from);
        return end < 0 ? limit : end;
    }

    /// <summary>Everything between two statements: blanks, empty lines, comments.</summary>
    private void SkipGap()
    {
        while (at < limit)
            if (IsBlank(text[at]) || text[at] == '\n') at++;
            else if (text[at] == '#') SkipComment();
            else return;
    }

    /// <summary>Line ends and comments inside a statement, with the here-documents that begin there.</summary>
    private bool SkipLines(bool required = true)
    {
        for (SkipComment(); at < limit && text[at] == '\n'; SkipComment())
        {
            if (!NewLine()) return false;
            SkipBlanks();
        }
        return at < limit || !required || Fail("the command breaks off");
    }

    /// <summary>Over one line end and the bodies of the here-documents that were announced before it.</summary>
    private bool NewLine()
    {
        if (at < limit && text[at] == '\n' && pending.Count == 0)
        {
            at++;
            return true;
        }
        foreach (var document in pending)
            if (!ReadBody(document)) return false;
        pending.Clear();
        return true;
    }

    private bool ReadBody(HereDocument document)
    {
        var line = at + 1;
        var start = line;
        while (line < limit)
        {
            var end = LineEnd(line);
            var first = line;
            while (document.StripTabs && first < end && text[first] == '\t') first++;
            if (text.AsSpan(first, end - first).TrimEnd('\r').SequenceEqual(document.Delimiter))
            {
                var body = text[start..line];
                if (document.StripTabs) body = string.Join('\n', body.Split('\n').Select(l => l.TrimStart('\t')));
                document.In[document.Index] = document.In[document.Index] with { Body = body };
                at = end;
                return true;
            }
            line = end + 1;
        }
        at = limit;
        return Fail($"the here-document has no line \"{document.Delimiter}\" that ends it");
    }

    private int LogicalLineEnd(int from)
    {
        var end = LineEnd(from);
        while (end < text.Length)
        {
            var last = end - 1;
            while (last > from && IsBlank(text[last])) last--;
            if (last < from || text[last] != '\\') break;
            end = LineEnd(end + 1);
        }
        return end;
    }

    private int TrimmedEnd(int start, int end)
    {
        while (end > start + 1 && char.IsWhiteSpace(text[end - 1])) end--;
        return end;
    }
}
