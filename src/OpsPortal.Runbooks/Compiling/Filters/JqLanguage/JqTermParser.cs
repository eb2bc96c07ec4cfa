namespace OpsPortal.Runbooks.Compiling.Filters.JqLanguage;

/// <summary>The half that reads terms.</summary>
internal sealed partial class JqParser
{
    /// <summary>Words that are no names of functions.</summary>
    private static readonly HashSet<string> Keywords = ["def", "if", "then", "elif", "else", "end", "as", "reduce", "foreach", "try", "catch", "label", "import", "include", "and", "or", "__loc__"];

    private JqNode Postfix()
    {
        var term = Term();
        while (true)
        {
            if (Current.Kind == JqTokenKind.Field) term = Optional(new JqIndex(term, new JqLiteral(Take().Text)));
            else if (Current.Is(".") && tokens[at + 1].Kind == JqTokenKind.TextStart)
            {
                at++;
                term = Optional(new JqIndex(term, Text(null)));
            }
            else if (Current.Is(".") && tokens[at + 1].Is("[")) at++;
            else if (Current is { Kind: JqTokenKind.Symbol, Text: "[" }) term = Bracket(term);
            else if (Accept("?")) term = new JqTry(term, null);
            else return term;
        }
    }

    private JqNode Optional(JqNode node)
    {
        if (!Accept("?")) return node;
        return node switch
        {
            JqIndex index => index with { Optional = true },
            JqSlice slice => slice with { Optional = true },
            JqIterate iterate => iterate with { Optional = true },
            _ => new JqTry(node, null),
        };
    }

    private JqNode Bracket(JqNode target)
    {
        Expect("[");
        if (Accept("]")) return Optional(new JqIterate(target));
        var from = Current.Is(":") ? null : Pipe();
        if (!Accept(":"))
        {
            Expect("]");
            return Optional(new JqIndex(target, from!));
        }
        var to = Current.Is("]") ? null : Pipe();
        if (from is null && to is null) throw Unexpected();
        Expect("]");
        return Optional(new JqSlice(target, from, to));
    }

    private JqNode Term()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        var term = OneTerm();
        depth--;
        return term;
    }

    private JqNode OneTerm()
    {
        var token = Current;
        switch (token.Kind)
        {
            case JqTokenKind.Number:
                at++;
                return new JqLiteral(token.Number);
            case JqTokenKind.Value:
                at++;
                return new JqFilled(token.Text);
            case JqTokenKind.TextStart: return Text(null);
            case JqTokenKind.Field:
                at++;
                return Optional(new JqIndex(JqIdentity.Instance, new JqLiteral(token.Text)));
            case JqTokenKind.Format:
                at++;
                if (!JqNames.Formats.Contains(token.Text)) throw Wrong($"has the format @{token.Text}, which is not known");
                return Current.Kind == JqTokenKind.TextStart ? Text(token.Text) : new JqFormat(token.Text);
            case JqTokenKind.Variable:
                at++;
                if (token.Text == "ENV") throw new FilterSyntaxException(JqNames.Refusal("env")!);
                if (JqNames.Refusal(token.Text) is { } refusal && token.Text == "__loc__") throw new FilterSyntaxException(refusal);
                return variables.Contains(token.Text) ? new JqVariable(token.Text) : throw Wrong($"uses ${token.Text}, which nothing gives a value");
            case JqTokenKind.Name: return Word();
        }
        if (Accept("..")) return new JqDescend();
        if (Accept("."))
            return Current.Kind == JqTokenKind.TextStart ? Optional(new JqIndex(JqIdentity.Instance, Text(null))) : Current is { Kind: JqTokenKind.Symbol, Text: "[" } ? Bracket(JqIdentity.Instance) : JqIdentity.Instance;
        if (Accept("("))
        {
            var inner = Pipe();
            Expect(")");
            return inner;
        }
        if (Accept("["))
        {
            if (Accept("]")) return new JqArrayOf(null);
            var elements = Pipe();
            Expect("]");
            return new JqArrayOf(elements);
        }
        return Accept("{") ? ObjectOf() : throw Unexpected();
    }

    private JqNode Word()
    {
        var name = Take().Text;
        switch (name)
        {
            case "null": return new JqLiteral(null);
            case "true": return new JqLiteral(true);
            case "false": return new JqLiteral(false);
            case "if": return If();
            case "try":
                var body = Postfix();
                return new JqTry(body, Accept("catch") ? Postfix() : null);
            case "reduce" or "foreach": return Loop(name == "reduce");
            case "break":
                var label = Variable();
                return labels.Contains(label) ? new JqBreak(label) : throw Wrong($"breaks out of ${label}, which is no label");
            case "def":
                at--;
                return Pipe();
        }
        if (Keywords.Contains(name))
        {
            at--;
            throw JqNames.Refusal(name) is { } keyword && name is "import" or "include" ? new FilterSyntaxException(keyword) : Unexpected();
        }
        List<JqNode> arguments = [];
        if (Accept("("))
        {
            do arguments.Add(Pipe());
            while (Accept(";"));
            Expect(")");
        }
        var signature = $"{name}/{arguments.Count}";
        if (functions.Contains(signature)) return new JqCall(name, arguments, true);
        if (prelude.ContainsKey(signature)) return new JqCall(name, arguments, true);
        if (JqNames.ProgramFunctions.Contains(signature) || JqNames.ValueFunctions.Contains(signature)) return new JqCall(name, arguments, false);
        throw JqNames.Refusal(name) is { } refusal ? new FilterSyntaxException(refusal) : Wrong($"uses {signature}, which is not known here");
    }

    private JqIf If()
    {
        Descend();
        var condition = Pipe();
        Expect("then");
        var then = Pipe();
        if (Accept("elif")) return new(condition, then, If());
        var otherwise = Accept("else") ? Pipe() : null;
        Expect("end");
        return new(condition, then, otherwise);
    }

    private JqNode Loop(bool reduce)
    {
        var source = Postfix();
        Expect("as");
        var pattern = Pattern();
        Expect("(");
        var first = Pipe();
        Expect(";");
        var names = pattern.Variables.ToList();
        foreach (var name in names) variables.Push(name);
        var next = Pipe();
        var show = !reduce && Accept(";") ? Pipe() : null;
        foreach (var _ in names) variables.Pop();
        Expect(")");
        return reduce ? new JqReduce(source, pattern, first, next) : new JqForeach(source, pattern, first, next, show);
    }

    private JqNode Text(string? format)
    {
        at++;
        List<JqNode> parts = [];
        while (Current.Kind != JqTokenKind.TextEnd)
        {
            if (Current.Kind == JqTokenKind.TextPart)
            {
                parts.Add(new JqLiteral(Take().Text));
                continue;
            }
            at++;
            parts.Add(new JqEmbedded(Pipe()));
            Expect(")");
        }
        at++;
        return parts switch { [] => new JqLiteral(""), [JqLiteral literal] => literal, _ => new JqInterpolation(format, parts) };
    }

    private JqObjectOf ObjectOf()
    {
        List<(JqNode, JqNode)> entries = [];
        while (!Accept("}"))
        {
            if (entries.Count > 0) Expect(",");
            entries.Add(Entry());
        }
        return new(entries);
    }

    private (JqNode Key, JqNode Value) Entry()
    {
        var token = Current;
        switch (token.Kind)
        {
            case JqTokenKind.Variable:
                at++;
                if (!variables.Contains(token.Text)) throw Wrong($"uses ${token.Text}, which nothing gives a value");
                return Accept(":") ? (new JqVariable(token.Text), Member()) : (new JqLiteral(token.Text), new JqVariable(token.Text));
            case JqTokenKind.Name:
                at++;
                var name = new JqLiteral(token.Text);
                return (name, Accept(":") ? Member() : new JqIndex(JqIdentity.Instance, name));
            case JqTokenKind.Number:
                throw Wrong("has a number as the key of an object");
            case JqTokenKind.Value:
                at++;
                var filled = new JqLiteral(token.Text);
                return (filled, Accept(":") ? Member() : new JqIndex(JqIdentity.Instance, filled));
            case JqTokenKind.TextStart or JqTokenKind.Format:
                if (token.Kind == JqTokenKind.Format) at++;
                var key = Current.Kind == JqTokenKind.TextStart ? Text(token.Kind == JqTokenKind.Format ? token.Text : null) : throw Unexpected();
                return (key, Accept(":") ? Member() : new JqIndex(JqIdentity.Instance, key));
        }
        Expect("(");
        var computed = Pipe();
        Expect(")");
        Expect(":");
        return (computed, Member());
    }

    /// <summary>A comma ends it.</summary>
    private JqNode Member()
    {
        var first = Alternative();
        return Accept("|") ? new JqPipe(first, Member()) : first;
    }
}
