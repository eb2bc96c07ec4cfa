using System.Text;

namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>Takes a query apart. Refuses what no query has, in Prometheus' words.</summary>
internal sealed class Lexer(string text)
{
    private static readonly HashSet<string> Keywords = new(StringComparer.OrdinalIgnoreCase) { "by", "without", "on", "ignoring", "group_left", "group_right", "bool", "offset" };
    private static readonly HashSet<string> WordOperators = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "unless", "atan2" };

    private readonly List<Token> tokens = [];
    private int position, parentheses;
    private bool inBraces, inBrackets;

    public static IReadOnlyList<Token> Read(string text) => new Lexer(text).Run();

    private List<Token> Run()
    {
        while (true)
        {
            SkipBlank();
            if (position >= text.Length) break;
            if (inBraces) Braced();
            else Plain();
        }
        if (inBraces) throw Wrong(position, "unexpected end of input inside braces");
        if (parentheses > 0) throw Wrong(position, "unclosed left parenthesis");
        if (inBrackets) throw Wrong(position, "unclosed left bracket");
        tokens.Add(new(TokenKind.End, "", text.Length));
        return tokens;
    }

    private void Plain()
    {
        var c = text[position];
        switch (c)
        {
            case '(':
                parentheses++;
                Add(TokenKind.LeftParenthesis, 1);
                break;
            case ')':
                if (--parentheses < 0) throw Wrong(position, "unexpected right parenthesis ')'");
                Add(TokenKind.RightParenthesis, 1);
                break;
            case '{':
                inBraces = true;
                Add(TokenKind.LeftBrace, 1);
                break;
            case '[':
                if (inBrackets) throw Wrong(position, "unexpected left bracket '['");
                inBrackets = true;
                Add(TokenKind.LeftBracket, 1);
                break;
            case ']':
                if (!inBrackets) throw Wrong(position, "unexpected right bracket ']'");
                inBrackets = false;
                Add(TokenKind.RightBracket, 1);
                break;
            case ',': Add(TokenKind.Comma, 1); break;
            case '@': Add(TokenKind.At, 1); break;
            case '*' or '/' or '%' or '+' or '-' or '^': Add(TokenKind.Operator, 1); break;
            case '=' when Next('='): Add(TokenKind.Operator, 2); break;
            case '=' when Next('~'): throw Wrong(position, "unexpected character after '=': '~'");
            case '=': Add(TokenKind.Equal, 1); break;
            case '!' when Next('='): Add(TokenKind.Operator, 2); break;
            case '!': throw Wrong(position, $"unexpected character after '!': {Quoted(position + 1)}");
            case '<' or '>': Add(TokenKind.Operator, Next('=') ? 2 : 1); break;
            case ':' when inBrackets: Add(TokenKind.Colon, 1); break;
            case '"' or '\'' or '`': ReadText(); break;
            case var digit when char.IsAsciiDigit(digit) || (digit == '.' && position + 1 < text.Length && char.IsAsciiDigit(text[position + 1])): ReadNumber(); break;
            case var letter when IsWord(letter) || letter == ':': ReadWord(); break;
            default: throw Wrong(position, $"unexpected character: {Quoted(position)}");
        }
    }

    private void Braced()
    {
        var c = text[position];
        switch (c)
        {
            case '}':
                inBraces = false;
                Add(TokenKind.RightBrace, 1);
                break;
            case ',': Add(TokenKind.Comma, 1); break;
            case '=': Add(TokenKind.Match, Next('~') ? 2 : 1); break;
            case '!' when Next('=') || Next('~'): Add(TokenKind.Match, 2); break;
            case '!': throw Wrong(position, $"unexpected character after '!' inside braces: {Quoted(position + 1)}");
            case '{': throw Wrong(position, "unexpected left brace '{'");
            case '"' or '\'' or '`': ReadText(); break;
            case var letter when IsWord(letter):
                var start = position;
                while (position < text.Length && (IsWord(text[position]) || char.IsAsciiDigit(text[position]))) position++;
                tokens.Add(new(TokenKind.Identifier, text[start..position], start));
                break;
            default: throw Wrong(position, $"unexpected character inside braces: {Quoted(position)}");
        }
    }

    private void ReadWord()
    {
        var start = position;
        while (position < text.Length && (IsWord(text[position]) || char.IsAsciiDigit(text[position]) || text[position] == ':')) position++;
        var word = text[start..position];
        var kind = word switch
        {
            _ when word.Equals("inf", StringComparison.OrdinalIgnoreCase) || word.Equals("nan", StringComparison.OrdinalIgnoreCase) => TokenKind.Number,
            _ when Keywords.Contains(word) => TokenKind.Keyword,
            _ when WordOperators.Contains(word) => TokenKind.Operator,
            _ when AggregateExpression.Operators.Contains(word.ToLowerInvariant()) => TokenKind.Aggregator,
            _ when word.Contains(':') => TokenKind.MetricIdentifier,
            _ => TokenKind.Identifier,
        };
        tokens.Add(new(kind, kind is TokenKind.Keyword or TokenKind.Operator or TokenKind.Aggregator ? word.ToLowerInvariant() : word, start));
    }

    private void ReadNumber()
    {
        var start = position;
        if (text[position] == '0' && position + 1 < text.Length && text[position + 1] is 'x' or 'X')
        {
            position += 2;
            while (position < text.Length && char.IsAsciiHexDigit(text[position])) position++;
        }
        else
        {
            while (position < text.Length && (char.IsAsciiLetterOrDigit(text[position]) || text[position] is '.' or '_' || IsExponentSign(start))) position++;
        }
        var word = text[start..position];
        if (Samples.SampleNumber.Parse(word) is not null) tokens.Add(new(TokenKind.Number, word, start));
        else if (QueryDuration.Parse(word) is not null) tokens.Add(new(TokenKind.Duration, word, start));
        else throw Wrong(start, $"bad number or duration syntax: \"{word}\"");
    }

    private bool IsExponentSign(int start) => text[position] is '+' or '-' && position > start && text[position - 1] is 'e' or 'E' && text[start..(position - 1)].All(c => char.IsAsciiDigit(c) || c == '.');

    private void ReadText()
    {
        var (start, quote) = (position++, text[position - 1]);
        var value = new StringBuilder();
        for (; position < text.Length && text[position] != quote; position++)
        {
            if (text[position] == '\n' && quote != '`') break;
            if (text[position] == '\\' && quote != '`') Escape(value);
            else value.Append(text[position]);
        }
        if (position >= text.Length || text[position] != quote) throw Wrong(start, quote == '`' ? "unterminated raw string" : "unterminated quoted string");
        position++;
        tokens.Add(new(TokenKind.Text, value.ToString(), start));
    }

    /// <summary>Leaves the position on the last character of the sequence.</summary>
    private void Escape(StringBuilder value)
    {
        var start = position++;
        var c = position < text.Length ? text[position] : '\0';
        switch (c)
        {
            case 'n': value.Append('\n'); break;
            case 't': value.Append('\t'); break;
            case 'r': value.Append('\r'); break;
            case 'a': value.Append('\a'); break;
            case 'b': value.Append('\b'); break;
            case 'f': value.Append('\f'); break;
            case 'v': value.Append('\v'); break;
            case '\\' or '"' or '\'': value.Append(c); break;
            case 'x' or 'u' or 'U':
                var length = c == 'x' ? 2 : c == 'u' ? 4 : 8;
                if (position + length >= text.Length || !int.TryParse(text.AsSpan(position + 1, length), System.Globalization.NumberStyles.HexNumber, null, out var code) || !Rune.IsValid(code))
                    throw Wrong(start, "escape sequence is an invalid Unicode code point");
                value.Append(new Rune(code).ToString());
                position += length;
                break;
            default: throw Wrong(start, c == '\0' ? "escape sequence not terminated" : $"unknown escape sequence U+{(int)c:X4} '{c}'");
        }
    }

    private void SkipBlank()
    {
        while (position < text.Length)
            if (text[position] == '#') position = text.IndexOf('\n', position) is var end and >= 0 ? end : text.Length;
            else if (char.IsWhiteSpace(text[position])) position++;
            else return;
    }

    private void Add(TokenKind kind, int length)
    {
        tokens.Add(new(kind, text.Substring(position, length), position));
        position += length;
    }

    private bool Next(char wanted) => position + 1 < text.Length && text[position + 1] == wanted;
    private string Quoted(int at) => at < text.Length ? $"'{text[at]}'" : "end of input";
    private QueryParseException Wrong(int at, string what) => new(text, at, what);
    private static bool IsWord(char c) => char.IsAsciiLetter(c) || c == '_';
}
