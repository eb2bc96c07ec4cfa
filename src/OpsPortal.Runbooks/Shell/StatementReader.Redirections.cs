namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    // Longest first: the first that fits is the one a shell would take.
    private static readonly string[] Operators = ["&>>", "<<<", "<<-", "&>", "<<", ">>", "<&", ">&", "<>", ">|", "<", ">"];

    private bool AtRedirection()
    {
        var from = at;
        while (from < limit && from - at < 4 && char.IsAsciiDigit(text[from])) from++;
        if (from >= limit) return false;
        return text[from] switch
        {
            '<' => !(from + 1 < limit && text[from + 1] == '(') && PlaceholderEnd(from) == 0,
            '>' => !(from + 1 < limit && text[from + 1] == '('),
            '&' => from == at && Peek("&>"),
            _ => false,
        };
    }

    private bool ReadRedirection(List<Redirection> into)
    {
        var digits = at;
        while (char.IsAsciiDigit(text[at])) at++;
        int? descriptor = at > digits ? int.Parse(text.AsSpan(digits, at - digits)) : null;
        var symbol = Operators.First(Peek);
        at += symbol.Length;
        SkipBlanks();
        if (AtLineEnd() || text[at] is ';' or '&' or '|' or ')' or '(') return Fail($"\"{symbol}\" names no file");
        if (symbol is "<<" or "<<-") return ReadHereDocument(descriptor, symbol, into);
        if (ReadWord() is not { } target) return false;
        into.Add(new(descriptor, symbol, target));
        return true;
    }

    private bool ReadHereDocument(int? descriptor, string symbol, List<Redirection> into)
    {
        var start = at;
        if (ReadWord() is not { } word) return false;
        // No expansion takes place in a delimiter: what is written is what ends the document.
        var delimiter = word.Constant ?? text[start..at];
        into.Add(new(descriptor, symbol, new(word.Start, word.End, [new LiteralPart(delimiter, word.Parts.Any(p => p.Quoted))]), ""));
        pending.Add(new(into, into.Count - 1, delimiter, symbol == "<<-"));
        return true;
    }
}
