using System.Globalization;
using System.Text;

namespace OpsPortal.Targets.Filters.JqLanguage;

/// <summary>JSON documents, one after another, from lines as they come.</summary>
internal sealed class JqReader
{
    private const int Deepest = 1000;

    /// <summary>Characters of one document: 128 MiB in memory.</summary>
    private const int Longest = 64 << 20;

    private readonly Stack<Container> open = new();
    private readonly StringBuilder token = new();
    private readonly Action<JqValue> found;
    private bool inText;
    private bool escaped;
    private int hexLeft;
    private bool wantsValue = true;
    private bool colonDue;
    private int length;
    private int line;
    private int column;

    /// <param name="found">Takes each document.</param>
    public JqReader(Action<JqValue> found) => this.found = found;

    private sealed class Container(bool isObject)
    {
        public readonly List<JqValue>? Items = isObject ? null : [];
        public readonly OrderedDictionary<string, JqValue>? Entries = isObject ? new(StringComparer.Ordinal) : null;
        public string? Key;
        public bool AfterComma;
    }

    /// <exception cref="FormatException">It is no JSON; the message is jq's.</exception>
    public void Line(string text)
    {
        line++;
        column = 0;
        length += text.Length;
        if (length > Longest) throw new FilterException($"jq: a document is longer than {Longest >> 20} MiB. Narrow the input first.");
        for (var i = 0; i < text.Length; i++)
        {
            column++;
            if (inText) i = InText(text, i);
            else Outside(text[i]);
        }
        column++;
        if (inText) token.Append('\n');
        else Literal();
    }

    /// <summary>The input has ended.</summary>
    public void End()
    {
        if (inText) throw new FormatException($"Unfinished string at EOF at line {line + 1}, column 0");
        Literal();
        if (open.Count > 0) throw new FormatException($"Unfinished JSON term at EOF at line {line + 1}, column 0");
    }

    /// <summary>One document, as <c>fromjson</c> reads it; null where there is nothing but blanks.</summary>
    public static JqValue? One(string text)
    {
        JqValue? value = null;
        var reader = new JqReader(v => value = value is null ? v : throw new FormatException("Unexpected extra JSON values"));
        foreach (var part in text.Split('\n')) reader.Line(part);
        if (reader.inText || reader.open.Count > 0) throw new FormatException($"Unfinished JSON term at EOF at line 1, column {text.Length}");
        reader.End();
        return value;
    }

    private int InText(string text, int i)
    {
        var c = text[i];
        if (hexLeft > 0)
        {
            if (!char.IsAsciiHexDigit(c)) throw Wrong("Invalid escape");
            token.Append(c);
            if (--hexLeft > 0) return i;
            var unit = (char)int.Parse(token.ToString(token.Length - 4, 4), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            token.Length -= 4;
            token.Append(unit);
        }
        else if (escaped)
        {
            escaped = false;
            if (c == 'u') hexLeft = 4;
            else token.Append(c switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', '"' or '\\' or '/' => c, _ => throw Wrong("Invalid escape") });
        }
        else if (c == '\\') escaped = true;
        else if (c == '"')
        {
            inText = false;
            var value = token.ToString();
            token.Clear();
            Value(JqValue.Of(value));
        }
        else
        {
            // as much as has no meaning at once
            var end = text.AsSpan(i).IndexOfAny('"', '\\');
            var count = end < 0 ? text.Length - i : end;
            token.Append(text, i, count);
            column += count - 1;
            return i + count - 1;
        }
        return i;
    }

    private void Outside(char c)
    {
        switch (c)
        {
            case ' ' or '\t' or '\r' or '\uFEFF': Literal(); break;
            case '"':
                Literal();
                inText = true;
                break;
            case '[' or '{':
                Literal();
                if (!wantsValue) throw Wrong("Expected separator between values");
                if (open.Count >= Deepest) throw Wrong("Exceeds depth limit for parsing");
                open.Push(new(c == '{'));
                wantsValue = true;
                break;
            case ']' or '}': Close(c); break;
            case ',': Comma(); break;
            case ':': Colon(); break;
            default: token.Append(c); break;
        }
    }

    private void Close(char c)
    {
        Literal();
        if (!open.TryPeek(out var top) || (top.Entries is null) != (c == ']')) throw Wrong($"Unmatched '{c}'");
        if (top.AfterComma) throw Wrong(c == ']' ? "Expected another array element" : "Objects must consist of key:value pairs");
        if (top.Key is not null) throw Wrong("Objects must consist of key:value pairs");
        open.Pop();
        wantsValue = true;
        Value(top.Entries is null ? new JqArray(top.Items!) : new JqObject(top.Entries));
    }

    private void Comma()
    {
        Literal();
        if (!open.TryPeek(out var top)) throw Wrong("Expected value before ','");
        if (wantsValue) throw Wrong(top.Entries is null ? "Expected value before ','" : "Objects must consist of key:value pairs");
        top.AfterComma = wantsValue = true;
    }

    private void Colon()
    {
        Literal();
        if (!open.TryPeek(out var top) || top.Entries is null || top.Key is null || !colonDue) throw Wrong("':' not as part of an object");
        colonDue = false;
        wantsValue = true;
    }

    private void Literal()
    {
        if (token.Length == 0) return;
        var text = token.ToString();
        token.Clear();
        Value(text switch
        {
            "null" => JqValue.Null,
            "true" => JqValue.True,
            "false" => JqValue.False,
            "nan" => JqValue.Of(double.NaN),
            _ when (char.IsAsciiDigit(text[0]) || text[0] is '-' or '+' or '.') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JqValue.Of(number),
            _ when text[0] is 't' or 'f' or 'n' or '\'' => throw Wrong(text[0] == '\'' ? "Invalid string literal; expected \", but got '" : "Invalid literal"),
            _ => throw Wrong("Invalid numeric literal"),
        });
    }

    private void Value(JqValue value)
    {
        if (!open.TryPeek(out var top))
        {
            length = 0;
            found(value);
            return;
        }
        if (!wantsValue) throw Wrong("Expected separator between values");
        if (top.Items is { } items)
        {
            items.Add(value);
            (top.AfterComma, wantsValue) = (false, false);
        }
        else if (top.Key is null)
        {
            top.Key = value is JqString key ? key.Value : throw Wrong("Object keys must be strings");
            top.AfterComma = false;
            colonDue = true;
            wantsValue = false;
        }
        else
        {
            top.Entries![top.Key] = value;
            top.Key = null;
            wantsValue = false;
        }
    }

    private FormatException Wrong(string what) => new($"{what} at line {line}, column {column}");
}
