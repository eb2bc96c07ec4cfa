using System.Globalization;
using System.Text;
using OpsPortal.Runbooks.Actions.Filters;
using OpsPortal.Runbooks.Compiling.Filters.Patterns;

namespace OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

internal enum AwkTokenKind { End, Newline, Number, Text, Value, Regex, Name, Function, Word, Symbol }

/// <param name="Text">Of a symbol its characters, of a text or pattern its content.</param>
/// <param name="Kind"><c>Function</c>: a name with an open parenthesis right behind it.</param>
internal readonly record struct AwkToken(AwkTokenKind Kind, string Text, double Number = 0)
{
    public bool Is(string symbol) => Kind is AwkTokenKind.Symbol or AwkTokenKind.Word && Text == symbol;
}

/// <summary>Takes an awk program apart. Whether a slash divides or begins a pattern is told by what stands before it.</summary>
internal sealed class AwkLexer(ProgramText program)
{
    private static readonly HashSet<string> Words =
        ["BEGIN", "END", "function", "func", "if", "else", "while", "for", "do", "break", "continue", "next", "nextfile", "exit", "return", "delete", "in", "getline", "print", "printf", "switch", "case", "default"];

    /// <summary>The longest first.</summary>
    private static readonly string[] Symbols =
        ["**=", "**", "^=", "+=", "-=", "*=", "/=", "%=", "==", "<=", ">=", "!=", "!~", "++", "--", "&&", "||", ">>", "|&", "{", "}", "(", ")", "[", "]", ";", ",", "+", "-", "*", "/", "%", "^", "!", ">", "<", "|", "?", ":", "~", "$", "="];

    private readonly string code = program.Code;
    private int at;
    private int value;
    private bool afterOperand;

    public List<AwkToken> All()
    {
        if (code.Length > ProgramText.Longest) throw new FilterSyntaxException("the awk program is too long");
        List<AwkToken> tokens = [];
        while (true)
        {
            var token = Next();
            tokens.Add(token);
            if (token.Kind == AwkTokenKind.End) return tokens;
            afterOperand = token.Kind switch
            {
                AwkTokenKind.Number or AwkTokenKind.Text or AwkTokenKind.Value or AwkTokenKind.Regex or AwkTokenKind.Name => true,
                AwkTokenKind.Symbol => token.Text is ")" or "]" || (token.Text is "++" or "--" && afterOperand),
                _ => false,
            };
        }
    }

    private AwkToken Next()
    {
        while (at < code.Length)
        {
            var c = code[at];
            if (c is ' ' or '\t' or '\r') at++;
            else if (c == '\\' && at + 1 < code.Length && code[at + 1] == '\n') at += 2;
            else if (c == '#') { while (at < code.Length && code[at] != '\n') at++; }
            else break;
        }
        if (at >= code.Length) return new(AwkTokenKind.End, "");
        var first = code[at];
        if (first == '\n') { at++; return new(AwkTokenKind.Newline, "\n"); }
        if (first == ProgramText.Mark) { at++; return new(AwkTokenKind.Value, program.Values[value++]); }
        if (first == '"') return new(AwkTokenKind.Text, Quoted());
        if (first == '/' && !afterOperand) return new(AwkTokenKind.Regex, Pattern());
        if (char.IsAsciiDigit(first) || (first == '.' && at + 1 < code.Length && char.IsAsciiDigit(code[at + 1]))) return Number();
        if (char.IsAsciiLetter(first) || first == '_') return Name();
        foreach (var symbol in Symbols)
            if (code.AsSpan(at).StartsWith(symbol))
            {
                at += symbol.Length;
                return new(AwkTokenKind.Symbol, symbol switch { "**" => "^", "**=" => "^=", _ => symbol });
            }
        throw new FilterSyntaxException($"the awk program has an unexpected {(first == '\'' ? "quote" : $"'{first}'")}");
    }

    private AwkToken Number()
    {
        var start = at;
        if (code[at] == '0' && at + 2 < code.Length && code[at + 1] is 'x' or 'X' && char.IsAsciiHexDigit(code[at + 2])) throw new FilterSyntaxException("hexadecimal numbers mean different things to different awks; write it in decimal");
        while (at < code.Length && char.IsAsciiDigit(code[at])) at++;
        if (at < code.Length && code[at] == '.') for (at++; at < code.Length && char.IsAsciiDigit(code[at]);) at++;
        if (at < code.Length && code[at] is 'e' or 'E')
        {
            var sign = at + 1 < code.Length && code[at + 1] is '+' or '-' ? 2 : 1;
            if (at + sign < code.Length && char.IsAsciiDigit(code[at + sign])) for (at += sign; at < code.Length && char.IsAsciiDigit(code[at]);) at++;
        }
        var text = code[start..at];
        return new(AwkTokenKind.Number, text, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture));
    }

    private AwkToken Name()
    {
        var start = at;
        while (at < code.Length && (char.IsAsciiLetterOrDigit(code[at]) || code[at] == '_')) at++;
        var text = code[start..at];
        if (Words.Contains(text)) return new(AwkTokenKind.Word, text == "func" ? "function" : text);
        return new(at < code.Length && code[at] == '(' ? AwkTokenKind.Function : AwkTokenKind.Name, text);
    }

    private string Pattern()
    {
        var text = new StringBuilder();
        var inBrackets = false;
        for (at++; at < code.Length && code[at] != '\n'; at++)
        {
            var c = code[at];
            if (c == '/' && !inBrackets)
            {
                at++;
                return text.ToString();
            }
            if (c == '\\' && at + 1 < code.Length)
            {
                at++;
                if (code[at] is '/' or '"') text.Append(code[at]);
                else text.Append('\\').Append(code[at]);
                continue;
            }
            // a slash may stand in brackets unescaped
            if (c == '[' && !inBrackets)
            {
                inBrackets = true;
                text.Append(c);
                if (at + 1 < code.Length && code[at + 1] == '^') text.Append(code[++at]);
                if (at + 1 < code.Length && code[at + 1] == ']') text.Append(code[++at]);
                continue;
            }
            if (c == '[' && at + 1 < code.Length && code[at + 1] == ':' && code.IndexOf(":]", at + 2, StringComparison.Ordinal) is > 0 and var end)
            {
                text.Append(code, at, end + 2 - at);
                at = end + 1;
                continue;
            }
            if (c == ']') inBrackets = false;
            text.Append(c == ProgramText.Mark ? program.Values[value++] : c.ToString());
        }
        throw new FilterSyntaxException("a pattern in the awk program has no end");
    }

    private string Quoted()
    {
        var text = new StringBuilder();
        for (at++; at < code.Length; at++)
        {
            var c = code[at];
            if (c == '"')
            {
                at++;
                return text.ToString();
            }
            if (c == '\n') break;
            if (c == '\\' && at + 1 < code.Length) Escape(code, ref at, text);
            else text.Append(c == ProgramText.Mark ? program.Values[value++] : c.ToString());
        }
        throw new FilterSyntaxException("a text in the awk program has no end");
    }

    /// <summary>What <c>-v</c> and <c>-F</c> make of backslashes.</summary>
    public static string Unescape(string text)
    {
        if (!text.Contains('\\')) return text;
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
            if (text[i] == '\\' && i + 1 < text.Length) Escape(text, ref i, result);
            else result.Append(text[i]);
        return result.ToString();
    }

    /// <param name="i">At the backslash; afterwards at the last character that belongs to it.</param>
    private static void Escape(string text, ref int i, StringBuilder result)
    {
        var c = text[++i];
        if (c == '\n') return;
        if (c == 'b') result.Append('\b');
        else if (EscapedCharacter.Of(c) is { } meant) result.Append(meant);
        else if (c is '"' or '\\' or '/') result.Append(c);
        else if (c is >= '0' and <= '7')
        {
            var number = 0;
            for (var digits = 0; digits < 3 && i < text.Length && text[i] is >= '0' and <= '7'; digits++) number = (number * 8) + text[i++] - '0';
            i--;
            result.Append((char)(number & 0xFF));
        }
        else result.Append('\\').Append(c);
    }
}
