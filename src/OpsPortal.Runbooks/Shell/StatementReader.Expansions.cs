using System.Text;

namespace OpsPortal.Runbooks.Shell;

internal sealed partial class StatementReader
{
    /// <summary>Arithmetic is short; to look further for its end would only cost time.</summary>
    private const int LongestArithmetic = 2000;

    private bool ReadDollar(WordBuilder word, bool quoted)
    {
        var next = at + 1 < limit ? text[at + 1] : '\0';
        switch (next)
        {
            case '(' when ArithmeticEnd(at + 1) is > 0 and var end:
                word.Add(new ArithmeticPart(text[(at + 3)..(end - 2)], quoted));
                at = end;
                return true;
            case '(': return ReadCommandSubstitution(word, quoted);
            case '{': return ReadBraced(word, quoted);
            case '\'' when !quoted: return ReadAnsiQuoted(word);
            case '"' when !quoted:
                at++;
                return true;
        }
        var length = char.IsAsciiLetter(next) || next == '_' ? NameLength(at + 1) : char.IsAsciiDigit(next) || next is '@' or '*' or '#' or '?' or '$' or '!' or '-' ? 1 : 0;
        if (length > 0) word.Add(new VariablePart(text.Substring(at + 1, length), null, quoted));
        else word.Add('$', quoted);
        at += length + 1;
        return true;
    }

    private int NameLength(int from)
    {
        var end = from;
        while (end < limit && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return end - from;
    }

    /// <summary><c>${NAME}</c> and its operations. What no shell would accept there (<c>${{ x }}</c>) stays text.</summary>
    private bool ReadBraced(WordBuilder word, bool quoted)
    {
        var open = at;
        var from = at + 2;
        if (from < limit && text[from] is '#' or '!') from++;
        var length = NameLength(from);
        if (length == 0 && from < limit && text[from] is '@' or '*' or '?' or '$' or '#') length = 1;
        if (length == 0)
        {
            word.Add('$', quoted);
            at++;
            return true;
        }
        var operation = from + length;
        var end = operation;
        for (var open2 = 0; end < limit; end++)
        {
            var c = text[end];
            if (c == '\\') end++;
            else if (c == '}' && open2-- == 0) break;
            else if (c == '$' && end + 1 < limit && text[end + 1] == '{') open2++;
        }
        if (end >= limit)
        {
            at = limit;
            return Fail("\"${\" is not closed");
        }
        var prefix = text[(open + 2)..from];
        var rest = prefix + text[operation..end];
        word.Add(new VariablePart(text.Substring(from, length), rest.Length == 0 ? null : rest, quoted));
        at = end + 1;
        return true;
    }

    /// <summary>Offset after <c>))</c> for the <c>((</c> at <paramref name="from"/>, or 0 where it is no arithmetic.</summary>
    private int ArithmeticEnd(int from)
    {
        if (from + 1 >= limit || text[from] != '(' || text[from + 1] != '(') return 0;
        var stop = Math.Min(limit, from + LongestArithmetic);
        var open = 0;
        for (var i = from; i < stop; i++)
            if (text[i] == '(') open++;
            else if (text[i] == ')' && --open == 1) return i + 1 < stop && text[i + 1] == ')' ? i + 2 : 0;
        wasted += stop - from;
        return 0;
    }

    private bool ReadCommandSubstitution(WordBuilder word, bool quoted)
    {
        if (ReadSubstitution() is not var (source, statements)) return false;
        word.Add(new SubstitutionPart(source, statements, quoted));
        return true;
    }

    private bool ReadProcess(WordBuilder word, char direction)
    {
        if (ReadSubstitution() is not var (source, statements)) return false;
        word.Add(new ProcessPart(direction, source, statements));
        return true;
    }

    /// <summary>The statements of <c>$(…)</c> or <c>&lt;(…)</c>; null where they break off.</summary>
    private (string Source, IReadOnlyList<Statement> Statements)? ReadSubstitution()
    {
        var start = at += 2;
        List<Statement> statements = [];
        if (++depth > DeepestNesting)
        {
            Fail("it is nested too deeply");
            return null;
        }
        if (!ReadStatements(statements, ")")) return null;
        depth--;
        return (text[start..at++], statements);
    }

    /// <summary>The statements inside have offsets in the substitution's source, escapes removed.</summary>
    private bool ReadBackquoted(WordBuilder word, bool quoted)
    {
        var source = new StringBuilder();
        for (at++; at < limit && text[at] != '`'; at++)
        {
            if (text[at] == '\\' && at + 1 < limit && text[at + 1] is '`' or '\\' or '$') at++;
            source.Append(text[at]);
        }
        if (at >= limit) return Fail("a backquote is not closed");
        if (depth >= DeepestNesting) return Fail("it is nested too deeply");
        at++;
        var inner = source.ToString();
        word.Add(new SubstitutionPart(inner, new StatementReader(inner, depth + 1).All(), quoted));
        return true;
    }

    private bool ReadAnsiQuoted(WordBuilder word)
    {
        word.Quotes();
        for (at += 2; at < limit && text[at] != '\''; at++)
            if (text[at] == '\\' && at + 1 < limit) word.Add(AnsiEscape(), true);
            else word.Add(text[at], true);
        if (at >= limit) return Fail("a single quote is not closed");
        at++;
        return true;
    }

    /// <summary>Leaves the position on the escape's last character.</summary>
    private string AnsiEscape()
    {
        var c = text[++at];
        switch (c)
        {
            case 'x': return Code(16, 2, at + 1);
            case 'u': return Code(16, 4, at + 1);
            case 'U': return Code(16, 8, at + 1);
            case >= '0' and <= '7': return Code(8, 3, at);
            default:
                return c switch
                {
                    'n' => "\n",
                    't' => "\t",
                    'r' => "\r",
                    'a' => "\a",
                    'b' => "\b",
                    'f' => "\f",
                    'v' => "\v",
                    'e' or 'E' => "\u001b",
                    '\\' or '\'' or '"' or '?' => c.ToString(),
                    _ => "\\" + c,
                };
        }
    }

    private string Code(int numberBase, int most, int from)
    {
        var end = from;
        var value = 0L;
        for (; end < limit && end - from < most && char.IsAsciiHexDigit(text[end]) && Convert.ToInt32(text[end].ToString(), 16) is var digit && digit < numberBase; end++)
            value = value * numberBase + digit;
        if (end == from) return "\\" + text[at];
        at = end - 1;
        return Rune.IsValid((int)Math.Min(value, int.MaxValue)) ? new Rune((int)value).ToString() : "\ufffd";
    }
}
