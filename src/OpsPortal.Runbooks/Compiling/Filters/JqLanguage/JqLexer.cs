using System.Globalization;
using System.Text;
using OpsPortal.Runbooks.Actions.Filters;

namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

internal enum JqTokenKind { End, Number, Name, Field, Variable, Format, Value, TextStart, TextPart, TextEnd, Open, Symbol }

/// <summary>
/// A text is a run of tokens: <c>TextStart</c>, then parts and, between <c>Open</c> and its closing parenthesis, programs, then <c>TextEnd</c>.
/// </summary>
internal readonly record struct JqToken(JqTokenKind Kind, string Text, double Number = 0)
{
    public bool Is(string symbol) => Kind is JqTokenKind.Symbol or JqTokenKind.Name && Text == symbol;
}

/// <summary>Takes a jq program apart.</summary>
internal sealed class JqLexer(ProgramText program)
{
    private const int DeepestText = 50;

    private static readonly string[] Symbols = ["?//=", "?//", "//=", "|=", "+=", "-=", "*=", "/=", "%=", "==", "!=", "<=", ">=", "//", "..", "|", ",", "+", "-", "*", "/", "%", "=", "<", ">", "(", ")", "[", "]", "{", "}", ":", ";", "?", ".", "$"];

    private readonly string code = program.Code;
    private readonly List<JqToken> tokens = [];
    private int at;
    private int value;

    public List<JqToken> All()
    {
        if (code.Length > ProgramText.Longest) throw new FilterSyntaxException("the jq program is too long");
        Run(0);
        tokens.Add(new(JqTokenKind.End, ""));
        return tokens;
    }

    /// <param name="depth">0 for the program; deeper ends at the parenthesis that closes the interpolation.</param>
    private void Run(int depth)
    {
        if (depth > DeepestText) throw new FilterSyntaxException("the jq program is nested too deeply");
        var open = 0;
        while (at < code.Length)
        {
            var c = code[at];
            if (char.IsWhiteSpace(c)) { at++; continue; }
            if (c == '#') { while (at < code.Length && code[at] != '\n') at++; continue; }
            if (c == '(') open++;
            if (c == ')' && open-- == 0 && depth > 0) return;
            if (c == '"') Text(depth);
            else One(c);
        }
        if (depth > 0) throw new FilterSyntaxException("a text in the jq program has no end");
    }

    private void One(char c)
    {
        var next = at + 1 < code.Length ? code[at + 1] : '\0';
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(next))) Number();
        else if (c == '.' && (IsNameStart(next) || next == ProgramText.Mark)) { at++; tokens.Add(new(JqTokenKind.Field, Name(filled: true))); }
        else if (c == '$' && IsNameStart(next)) { at++; tokens.Add(new(JqTokenKind.Variable, Name())); }
        else if (c == '@' && IsNameStart(next)) { at++; tokens.Add(new(JqTokenKind.Format, Name())); }
        else if (c == ProgramText.Mark) { at++; tokens.Add(new(JqTokenKind.Value, program.Values[value++])); }
        else if (IsNameStart(c)) tokens.Add(new(JqTokenKind.Name, Name()));
        else
        {
            foreach (var symbol in Symbols)
                if (code.AsSpan(at).StartsWith(symbol))
                {
                    at += symbol.Length;
                    tokens.Add(new(JqTokenKind.Symbol, symbol));
                    return;
                }
            throw new FilterSyntaxException($"the jq program has an unexpected '{c}'");
        }
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    /// <param name="filled">A place may stand in the name of a field.</param>
    private string Name(bool filled = false)
    {
        var name = new StringBuilder();
        while (at < code.Length)
        {
            var c = code[at];
            if (char.IsAsciiLetterOrDigit(c) || c == '_' || (c == ':' && !filled && at + 2 < code.Length && code[at + 1] == ':' && IsNameStart(code[at + 2]))) name.Append(c);
            else if (filled && c == ProgramText.Mark) name.Append(program.Values[value++]);
            else if (c == ':' && name.Length > 0 && name[^1] == ':') name.Append(c);
            else break;
            at++;
        }
        return name.ToString();
    }

    private void Number()
    {
        var start = at;
        while (at < code.Length && char.IsAsciiDigit(code[at])) at++;
        if (at < code.Length && code[at] == '.') for (at++; at < code.Length && char.IsAsciiDigit(code[at]);) at++;
        if (at < code.Length && code[at] is 'e' or 'E')
        {
            var sign = at + 1 < code.Length && code[at + 1] is '+' or '-' ? 2 : 1;
            if (at + sign < code.Length && char.IsAsciiDigit(code[at + sign])) for (at += sign; at < code.Length && char.IsAsciiDigit(code[at]);) at++;
        }
        var text = code[start..at];
        tokens.Add(new(JqTokenKind.Number, text, double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture)));
    }

    private void Text(int depth)
    {
        at++;
        tokens.Add(new(JqTokenKind.TextStart, ""));
        var text = new StringBuilder();
        while (at < code.Length)
        {
            var c = code[at++];
            if (c == '"')
            {
                if (text.Length > 0) tokens.Add(new(JqTokenKind.TextPart, text.ToString()));
                tokens.Add(new(JqTokenKind.TextEnd, ""));
                return;
            }
            if (c == ProgramText.Mark) text.Append(program.Values[value++]);
            else if (c != '\\') text.Append(c);
            else if (at < code.Length && code[at] == '(')
            {
                if (text.Length > 0) tokens.Add(new(JqTokenKind.TextPart, text.ToString()));
                text.Clear();
                at++;
                tokens.Add(new(JqTokenKind.Open, "("));
                Run(depth + 1);
                tokens.Add(new(JqTokenKind.Symbol, ")"));
                at++;
            }
            else Escape(text);
        }
        throw new FilterSyntaxException("a text in the jq program has no end");
    }

    private void Escape(StringBuilder text)
    {
        var c = at < code.Length ? code[at++] : '\0';
        if (c == 'u' && at + 4 <= code.Length && int.TryParse(code.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit))
        {
            at += 4;
            text.Append((char)unit);
            return;
        }
        text.Append(c switch
        {
            '"' or '\\' or '/' => c,
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\b',
            'f' => '\f',
            _ => throw new FilterSyntaxException($"the jq program has an unknown escape \\{c}"),
        });
    }
}
