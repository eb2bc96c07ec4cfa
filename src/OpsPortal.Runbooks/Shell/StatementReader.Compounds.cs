namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    private static readonly string[] Openers = ["for", "select", "while", "until", "if", "case", "function", "{"];

    private string? CompoundBeginning()
    {
        if (text[at] == '(') return ArithmeticEnd(at) > 0 ? "((" : "(";
        foreach (var opener in Openers)
            if (AtWord(opener)) return opener;
        return FunctionHeadEnd() > 0 ? "name()" : null;
    }

    private Compound? ReadCompound(string keyword)
    {
        var start = at;
        switch (keyword)
        {
            case "((":
                at = ArithmeticEnd(at);
                return new(start, at, keyword, []);
            case "(":
                at++;
                return ReadUntil(start, keyword, [], ")");
            case "name()":
                var name = text.Substring(at, FunctionNameLength());
                at = FunctionHeadEnd();
                return ReadFunction(start, name);
        }
        at += keyword.Length;
        switch (keyword)
        {
            case "{": return ReadUntil(start, keyword, [], "}");
            case "while" or "until":
                List<Statement> loop = [];
                if (!Through(loop, "do")) return null;
                var asked = loop.Count;
                return ReadUntil(start, keyword, loop, "done") is { } whole ? whole with { Clauses = [new(loop[..asked], loop[asked..])] } : null;
            case "if": return ReadIf(start);
            case "case": return ReadCase(start);
            case "function":
                SkipBlanks();
                var length = FunctionNameLength();
                if (length == 0) return Fail<Compound>("the function has no name");
                var declared = text.Substring(at, length);
                at = FunctionHeadEnd() is > 0 and var head ? head : at + length;
                return ReadFunction(start, declared);
            default: return ReadFor(start, keyword);
        }
    }

    private Compound? ReadUntil(int start, string keyword, List<Statement> body, string closer)
    {
        if (!Through(body, closer)) return null;
        return new(start, at, keyword, body);
    }

    private bool Through(List<Statement> body, string closer)
    {
        if (!ReadStatements(body, closer)) return false;
        at += closer.Length;
        return true;
    }

    private Compound? ReadIf(int start)
    {
        List<Statement> body = [];
        List<Clause> clauses = [];
        while (true)
        {
            var from = body.Count;
            if (!Through(body, "then")) return null;
            var then = body.Count;
            if (!ReadStatements(body, "elif", "else", "fi")) return null;
            clauses.Add(new(body[from..then], body[then..]));
            if (AtWord("elif")) at += 4;
            else if (AtWord("else"))
            {
                at += 4;
                var otherwise = body.Count;
                if (!Through(body, "fi")) return null;
                clauses.Add(new(null, body[otherwise..]));
                return new(start, at, "if", body) { Clauses = clauses };
            }
            else
            {
                at += 2;
                return new(start, at, "if", body) { Clauses = clauses };
            }
        }
    }

    private Compound? ReadFor(int start, string keyword)
    {
        SkipBlanks();
        if (ArithmeticEnd(at) is > 0 and var end)
        {
            at = end;
            return ReadLoop(new(start, at, keyword, []));
        }
        var length = NameLength(at);
        if (length == 0) return Fail<Compound>($"\"{keyword}\" names no variable");
        var variable = text.Substring(at, length);
        at += length;
        SkipBlanks();
        List<Word> words = [];
        if (!SkipLines()) return null;
        if (AtWord("in"))
        {
            at += 2;
            for (SkipBlanks(); !AtLineEnd() && text[at] != ';'; SkipBlanks())
            {
                if (ReadWord() is not { } word) return null;
                words.Add(word);
            }
        }
        return ReadLoop(new(start, at, keyword, []) { Variable = variable, Words = words });
    }

    private Compound? ReadLoop(Compound head)
    {
        SkipBlanks();
        if (Peek(";")) at++;
        SkipBlanks();
        if (!SkipLines()) return null;
        if (!AtWord("do")) return Fail<Compound>("\"do\" is missing");
        at += 2;
        List<Statement> body = [];
        return Through(body, "done") ? head with { End = at, Body = body } : null;
    }

    private Compound? ReadCase(int start)
    {
        SkipBlanks();
        if (AtLineEnd() || ReadWord() is not { } subject) return Fail<Compound>("\"case\" has no word");
        SkipBlanks();
        if (!SkipLines()) return null;
        if (!AtWord("in")) return Fail<Compound>("\"in\" is missing");
        at += 2;
        List<Statement> body = [];
        while (true)
        {
            SkipBlanks();
            if (!SkipLines()) return null;
            if (AtWord("esac"))
            {
                at += 4;
                return new(start, at, "case", body) { Words = [subject] };
            }
            if (!SkipPattern()) return null;
            if (!ReadStatements(body, ";;", ";&", "esac")) return null;
            if (Peek(";;&")) at += 3;
            else if (Peek(";;") || Peek(";&")) at += 2;
        }
    }

    private bool SkipPattern()
    {
        if (Peek("(")) at++;
        while (at < limit)
        {
            SkipBlanks();
            if (AtLineEnd()) break;
            if (text[at] == ')')
            {
                at++;
                return true;
            }
            if (text[at] == '|') at++;
            else if (ReadWord() is null) return false;
        }
        return Fail("\"esac\" is missing");
    }

    private int FunctionNameLength()
    {
        var end = at;
        while (end < limit && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-' or '.' or ':')) end++;
        return end - at;
    }

    /// <summary>Offset after <c>name()</c>, or 0.</summary>
    private int FunctionHeadEnd()
    {
        var end = at + FunctionNameLength();
        if (end == at) return 0;
        while (end < limit && IsBlank(text[end])) end++;
        if (end >= limit || text[end] != '(') return 0;
        for (end++; end < limit && IsBlank(text[end]);) end++;
        return end < limit && text[end] == ')' ? end + 1 : 0;
    }

    private Compound? ReadFunction(int start, string name)
    {
        SkipBlanks();
        if (!SkipLines()) return null;
        if (!ReadCommand(out _, out var body)) return null;
        return body is null ? Fail<Compound>($"the function {name} has no body") : new(start, at, "function", [body]) { Variable = name };
    }

    /// <summary>The words between <c>[[</c> and <c>]]</c>; what is an operator elsewhere is a word here.</summary>
    private SimpleCommand? ReadTest(int start, List<Word> words)
    {
        while (true)
        {
            SkipBlanks();
            if (!SkipLines()) return null;
            var from = at;
            if (text[at] is '(' or ')' or '<' or '>' or '|' or '&' or ';')
            {
                at += Peek("&&") || Peek("||") ? 2 : 1;
                words.Add(new(from, at, [new LiteralPart(text[from..at], false)]));
                continue;
            }
            if (ReadWord() is not { } word) return null;
            words.Add(word);
            if (word.Constant == "]]") return new(start, at, [], words, []);
        }
    }
}
