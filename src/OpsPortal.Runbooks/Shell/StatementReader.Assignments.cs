namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    /// <summary>Length of <c>NAME=</c>, <c>NAME+=</c> or <c>NAME[…]=</c> here, or 0.</summary>
    private int AssignmentLength()
    {
        if (char.IsAsciiDigit(text[at])) return 0;
        var end = at + NameLength(at);
        if (end == at) return 0;
        if (end < limit && text[end] == '[')
        {
            var close = text.IndexOfAny([']', '\n'], end, limit - end);
            if (close < 0 || text[close] != ']') return 0;
            end = close + 1;
        }
        if (end < limit && text[end] == '+') end++;
        return end < limit && text[end] == '=' ? end + 1 - at : 0;
    }

    private Assignment? ReadAssignment(int length)
    {
        var head = text.AsSpan(at, length - 1);
        var append = head[^1] == '+';
        var name = (append ? head[..^1] : head).ToString();
        at += length;
        var start = at;
        if (Peek("(")) return ReadArray(name, append);
        if (at >= limit || text[at] is '\n' or ';' or '&' or '|' or ')' || IsBlank(text[at]) || (text[at] == '<' && PlaceholderEnd(at) == 0) || text[at] == '>'
            || Continuation(at) > 0)
            return new(name, new(start, start, [new LiteralPart("", false)]), append);
        return ReadWord() is { } value ? new(name, value, append) : null;
    }

    private Assignment? ReadArray(string name, bool append)
    {
        var start = at++;
        List<Word> words = [];
        while (true)
        {
            SkipBlanks();
            if (!SkipLines()) return null;
            if (text[at] == ')') break;
            if (ReadWord() is not { } word) return null;
            words.Add(word);
        }
        at++;
        return new(name, new(start, at, [new ArrayPart(words)]), append);
    }
}
