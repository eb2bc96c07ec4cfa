using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

/// <summary>Reads a template: text, and actions in braces.</summary>
internal sealed partial class PathParser(string input)
{
    private int at;

    public static IReadOnlyList<Chain> Template(string text)
    {
        var parser = new PathParser(text);
        List<Chain> parts = [];
        while (parser.at < text.Length)
        {
            var open = text.IndexOf('{', parser.at);
            if (open != parser.at) parts.Add(new([new Constant(text[parser.at..(open < 0 ? text.Length : open)], PerInput: false)]));
            if (open < 0) break;
            parser.at = open + 1;
            parts.Add(parser.Action(closed: true));
        }
        return parts;
    }

    private static Chain Inner(string text) => new PathParser(text).Action(closed: false);

    private Chain Action(bool closed)
    {
        List<PathNode> nodes = [];
        while (true)
        {
            if (at >= input.Length) return closed ? throw new JsonPathException("unclosed action") : new(nodes);
            if (input[at] == '}' && closed) { at++; return new(nodes); }
            if (Starts("[?(")) nodes.Add(Filter());
            else if (Starts("..")) Descend(nodes);
            else Next(nodes);
        }
    }

    private void Next(List<PathNode> nodes)
    {
        var c = input[at];
        switch (c)
        {
            case '\r' or '\n': throw new JsonPathException("unclosed action");
            case ' ' or '@' or '$': at++; break;
            case '[': Bracket(nodes); break;
            case '"' or '\'': nodes.Add(new Constant(Quoted(c), PerInput: false)); break;
            case '.': at++; FieldNamed(nodes); break;
            case '+' or '-' or (>= '0' and <= '9'): nodes.Add(new Constant(Number(), PerInput: true)); break;
            case var _ when c == '_' || char.IsLetter(c): nodes.Add(Word()); break;
            default: throw new JsonPathException($"unrecognized character in action: '{c}'");
        }
    }

    private void Descend(List<PathNode> nodes)
    {
        if (nodes is [.., Recursive]) throw new JsonPathException("invalid multiple recursive descent");
        at += 2;
        nodes.Add(new Recursive());
        if (at < input.Length && (input[at] == '_' || char.IsLetterOrDigit(input[at]))) FieldNamed(nodes);
    }

    private void FieldNamed(List<PathNode> nodes)
    {
        var from = at;
        while (at < input.Length && !Terminates(input[at])) at += input[at] == '\\' ? 2 : 1;
        at = Math.Min(at, input.Length);
        var name = input[from..at];
        nodes.Add(name == "*" ? new Wildcard() : new Field(name.Replace("\\", "")));
    }

    private PathNode Word()
    {
        var from = at;
        while (at < input.Length && !Terminates(input[at])) at++;
        return input[from..at] switch
        {
            "true" => new Constant(true, PerInput: true),
            "false" => new Constant(false, PerInput: true),
            "range" or "end" => new Keyword(input[from..at]),
            var other => throw new JsonPathException($"unrecognized identifier {other}"),
        };
    }

    private JsonNode Number()
    {
        var from = at++;
        while (at < input.Length && (input[at] == '.' || char.IsAsciiDigit(input[at]))) at++;
        var text = input[from..at];
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return whole;
        return double.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : throw new JsonPathException($"cannot parse number {text}");
    }

    private void Bracket(List<PathNode> nodes)
    {
        var end = input.IndexOf(']', at);
        if (end < 0) throw new JsonPathException("unterminated array");
        var text = input[(at + 1)..end];
        at = end + 1;
        if (text.Split(',') is { Length: > 1 } members) nodes.Add(new Union([.. members.Select(m => Inner($"[{m.Trim(' ')}]"))]));
        else if (Key().Match(text) is { Success: true } key) nodes.AddRange(Inner($".{key.Groups[1].Value}").Nodes);
        else nodes.Add(SliceOf(text));
    }

    private static Slice SliceOf(string text)
    {
        if (text == "*") return new(null, null, null, Single: false);
        var match = Indexes().Match(text);
        if (!match.Success) throw new JsonPathException($"invalid array index {text}");
        int? Part(int group) => match.Groups[group].Value.TrimStart(':') is { Length: > 0 } number ? int.Parse(number, CultureInfo.InvariantCulture) : null;
        var from = Part(1);
        return match.Groups[2].Success ? new(from, Part(2), Part(3), Single: false) : new(from ?? 0, (from ?? 0) + 1, null, Single: true);
    }

    private Filter Filter()
    {
        at += 3;
        var from = at;
        var quote = '\0';
        for (; ; at++)
        {
            if (at >= input.Length || input[at] == '\n') throw new JsonPathException("unterminated filter");
            if (quote == '\0' && input[at] is '"' or '\'') quote = input[at];
            else if (quote != '\0' && input[at] == quote && input[at - 1] != '\\') quote = '\0';
            else if (quote == '\0' && input[at] == ')') break;
        }
        var text = input[from..at++];
        if (at >= input.Length || input[at++] != ']') throw new JsonPathException("unclosed array expect ]");
        var comparison = Comparison().Match(text);
        return comparison.Success
            ? new(Inner(comparison.Groups[1].Value), comparison.Groups[2].Value, Inner(comparison.Groups[3].Value))
            : new(Inner(text), null, new([]));
    }

    private string Quoted(char quote)
    {
        var text = new StringBuilder();
        for (at++; ; at++)
        {
            if (at >= input.Length || input[at] == '\n') throw new JsonPathException("unterminated quoted string");
            if (input[at] == quote) { at++; return text.ToString(); }
            if (input[at] != '\\' || at + 1 >= input.Length) { text.Append(input[at]); continue; }
            at++;
            text.Append(input[at] switch
            {
                'n' => '\n',
                't' => '\t',
                'r' => '\r',
                'a' => '\a',
                'b' => '\b',
                'f' => '\f',
                'v' => '\v',
                'u' => Hex(4),
                'x' => Hex(2),
                '\\' or '"' or '\'' => input[at],
                _ => throw new JsonPathException($"unquote string {quote}…{quote} error invalid syntax"),
            });
        }
    }

    private char Hex(int digits)
    {
        var text = input.AsSpan(at + 1, Math.Min(digits, input.Length - at - 1));
        if (text.Length < digits || !int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) throw new JsonPathException("unquote string error invalid syntax");
        at += digits;
        return (char)code;
    }

    private bool Starts(string text) => input.AsSpan(at).StartsWith(text, StringComparison.Ordinal);

    private static bool Terminates(char c) => c is ' ' or '\t' or '\r' or '\n' or '.' or ',' or '[' or ']' or '$' or '@' or '{' or '}';

    [GeneratedRegex(@"^'([^']*)'$")]
    private static partial Regex Key();

    [GeneratedRegex(@"^(-?\d*)(:-?\d*)?(:-?\d*)?$")]
    private static partial Regex Indexes();

    [GeneratedRegex(@"^([^!<>=]+)([!<>=]+)(.+?)$")]
    private static partial Regex Comparison();
}
