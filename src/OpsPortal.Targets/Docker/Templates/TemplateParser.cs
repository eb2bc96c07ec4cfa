using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Docker.Templates;

/// <summary>Reads a template into nodes.</summary>
internal sealed partial class TemplateParser
{
    private const int DeepestNesting = 50;

    private readonly List<(bool Action, string Text)> pieces = [];
    private int at;
    private int depth;

    public TemplateParser(string text)
    {
        var start = 0;
        for (int open; (open = text.IndexOf("{{", start, StringComparison.Ordinal)) >= 0;)
        {
            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0) throw Wrong("unclosed action");
            var inner = text[(open + 2)..close];
            var before = text[start..open];
            if (inner.StartsWith("- ", StringComparison.Ordinal)) (inner, before) = (inner[1..], before.TrimEnd());
            start = close + 2;
            if (inner.EndsWith(" -", StringComparison.Ordinal))
            {
                inner = inner[..^1];
                while (start < text.Length && char.IsWhiteSpace(text[start])) start++;
            }
            if (before.Length > 0) pieces.Add((false, before));
            inner = inner.Trim();
            if (!inner.StartsWith("/*", StringComparison.Ordinal)) pieces.Add((true, inner));
        }
        if (start < text.Length) pieces.Add((false, text[start..]));
    }

    public IReadOnlyList<TemplateNode> All()
    {
        var nodes = Until(out var end);
        return end is null ? nodes : throw Wrong($"unexpected {{{{{end}}}}}");
    }

    /// <summary>Nodes up to an <c>end</c> or <c>else</c>, which comes out as <paramref name="end"/>.</summary>
    private List<TemplateNode> Until(out string? end)
    {
        if (++depth > DeepestNesting) throw Wrong("nested too deeply");
        List<TemplateNode> nodes = [];
        end = null;
        while (end is null && at < pieces.Count)
        {
            var (action, text) = pieces[at++];
            if (!action) nodes.Add(new TextNode(text));
            else if (text is "end" or "else" || text.StartsWith("else ", StringComparison.Ordinal)) end = text;
            else nodes.Add(Action(text));
        }
        depth--;
        return nodes;
    }

    private TemplateNode Action(string text)
    {
        var word = text.Split(' ', 2)[0];
        switch (word)
        {
            case "if" or "with": return Branch(word, text[word.Length..]);
            case "range":
                var head = RangeVariables().Match(text[5..]);
                var over = PipeOf(head.Success ? text[(5 + head.Length)..] : text[5..]);
                var each = Until(out var end);
                var none = end == "else" ? Until(out end) : [];
                if (end != "end") throw Wrong("unexpected EOF");
                var (first, second) = (head.Groups[1].Value, head.Groups[2].Value);
                return new RangeNode(second.Length > 0 ? first : null, second.Length > 0 ? second : head.Success ? first : null, over, each, none);
        }
        var assigned = Assignment().Match(text);
        return assigned.Success ? new ValueNode(PipeOf(text[assigned.Length..]), assigned.Groups[1].Value) : new ValueNode(PipeOf(text));
    }

    private IfNode Branch(string word, string condition)
    {
        var pipe = PipeOf(condition);
        var then = Until(out var end);
        IReadOnlyList<TemplateNode> otherwise = [];
        if (end is not null && end.StartsWith("else ", StringComparison.Ordinal))
        {
            var next = end[5..].Trim();
            otherwise = [Branch(next.Split(' ', 2)[0], next[next.Split(' ', 2)[0].Length..])];
        }
        else
        {
            if (end == "else") otherwise = Until(out end);
            if (end != "end") throw Wrong("unexpected EOF");
        }
        return new(pipe, then, otherwise, word == "with");
    }

    private static Pipe PipeOf(string text)
    {
        var tokens = Tokens(text);
        var place = 0;
        var pipe = PipeOf(tokens, ref place, 0);
        return place == tokens.Count ? pipe : throw Wrong($"unexpected {tokens[place]} in operand");
    }

    private static Pipe PipeOf(List<string> tokens, ref int at, int depth)
    {
        if (depth > DeepestNesting) throw Wrong("nested too deeply");
        List<IReadOnlyList<Operand>> commands = [];
        List<Operand> command = [];
        for (; at < tokens.Count && tokens[at] != ")"; at++)
        {
            var token = tokens[at];
            if (token == "|")
            {
                if (command.Count == 0) throw Wrong("missing value for command");
                commands.Add(command);
                command = [];
            }
            else if (token == "(")
            {
                at++;
                var inner = PipeOf(tokens, ref at, depth + 1);
                if (at >= tokens.Count) throw Wrong("unclosed left paren");
                var fields = at + 1 < tokens.Count && tokens[at + 1] is ['.', _, ..] ? tokens[++at][1..].Split('.') : [];
                command.Add(new NestedOperand(inner, fields));
            }
            else command.Add(OperandOf(token));
        }
        if (command.Count == 0) throw Wrong("missing value for command");
        commands.Add(command);
        return new(commands);
    }

    private static Operand OperandOf(string token)
    {
        if (token[0] == '"') return new ConstantOperand(Regex.Unescape(token[1..^1]));
        if (token[0] == '`') return new ConstantOperand(token[1..^1]);
        if (token is "true" or "false") return new ConstantOperand(token == "true");
        if (token == "nil") return new ConstantOperand(null);
        if (long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) return new ConstantOperand(whole);
        if (double.TryParse(token, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)) return new ConstantOperand(number);
        if (token == ".") return new FieldOperand(null, [], token);
        if (token[0] == '.') return new FieldOperand(null, token[1..].Split('.'), token);
        if (token[0] == '$') return token.Split('.') is [var root, .. var path] ? new FieldOperand(root, path, token) : throw Wrong(token);
        return new FunctionOperand(token);
    }

    private static List<string> Tokens(string text)
    {
        List<string> tokens = [];
        var end = 0;
        foreach (Match match in Token().Matches(text))
        {
            if (text[end..match.Index].Trim().Length > 0) throw Wrong($"unexpected \"{text[end..match.Index].Trim()}\" in command");
            tokens.Add(match.Value);
            end = match.Index + match.Length;
        }
        return text[end..].Trim().Length == 0 ? tokens : throw Wrong($"unexpected \"{text[end..].Trim()}\" in command");
    }

    private static GoTemplateException Wrong(string what) => new($"template parsing error: template: :1: {what}");

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|`[^`]*`|[()|]|[-+]?\d[\w.]*|\$[\w.]*|\.[\w.]*|[A-Za-z_]\w*
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();

    [GeneratedRegex(@"^\s*(\$\w+)\s*(?:,\s*(\$\w+)\s*)?:=")]
    private static partial Regex RangeVariables();

    [GeneratedRegex(@"^\s*(\$\w+)\s*:?=(?!=)")]
    private static partial Regex Assignment();
}
