namespace OpsPortal.Runbooks.Compiling.Filters.AwkLanguage;

/// <summary>The half that reads expressions, from the loosest operator to the tightest.</summary>
internal sealed partial class AwkParser
{
    /// <summary>Where <c>&gt;</c> would send output to a file.</summary>
    private bool printing;

    private AwkExpression Expression()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        var condition = Or();
        if (Accept("?"))
        {
            SkipNewlines();
            var then = Expression();
            SkipNewlines();
            Expect(":");
            SkipNewlines();
            condition = new AwkCondition(condition, then, Expression());
        }
        depth--;
        return condition;
    }

    private AwkExpression Or()
    {
        var left = And();
        while (Accept("||"))
        {
            SkipNewlines();
            left = new AwkOr(left, And());
        }
        return left;
    }

    private AwkExpression And()
    {
        var left = In();
        while (Accept("&&"))
        {
            SkipNewlines();
            left = new AwkAnd(left, In());
        }
        return left;
    }

    private AwkExpression In()
    {
        var left = Match();
        while (Accept("in")) left = new AwkIn(left is AwkGroup group ? group.Parts : [left], ArrayNamed(Current.Kind == AwkTokenKind.Name ? Take().Text : throw Unexpected()));
        return left;
    }

    private AwkExpression Match()
    {
        var left = Comparison();
        while (Current is { Kind: AwkTokenKind.Symbol, Text: "~" or "!~" }) left = new AwkMatch(left, Negated: Take().Text == "!~", Pattern: Comparison());
        return left;
    }

    private AwkExpression Comparison()
    {
        var left = Concatenation();
        AwkComparison? comparison = Current is not { Kind: AwkTokenKind.Symbol, Text: var symbol } ? null : symbol switch
        {
            "<" => AwkComparison.Less,
            "<=" => AwkComparison.LessOrEqual,
            "==" => AwkComparison.Equal,
            "!=" => AwkComparison.NotEqual,
            ">=" => AwkComparison.GreaterOrEqual,
            ">" when !printing => AwkComparison.Greater,
            _ => null,
        };
        if (comparison is null) return left;
        at++;
        return new AwkCompare(comparison.Value, left, Concatenation());
    }

    private AwkExpression Concatenation()
    {
        var left = Sum();
        while (BeginsOperand()) left = new AwkConcatenate(left, Sum());
        return left;
    }

    private bool BeginsOperand() => Current.Kind switch
    {
        AwkTokenKind.Number or AwkTokenKind.Text or AwkTokenKind.Value or AwkTokenKind.Name or AwkTokenKind.Function or AwkTokenKind.Regex => true,
        AwkTokenKind.Symbol => Current.Text is "$" or "(" or "++" or "--",
        _ => false,
    };

    private AwkExpression Sum()
    {
        var left = Product();
        while (Current is { Kind: AwkTokenKind.Symbol, Text: "+" or "-" }) left = new AwkArithmetic(Take().Text == "+" ? AwkOperator.Add : AwkOperator.Subtract, left, Product());
        return left;
    }

    private AwkExpression Product()
    {
        var left = Unary();
        while (Current is { Kind: AwkTokenKind.Symbol, Text: "*" or "/" or "%" })
            left = new AwkArithmetic(Take().Text switch { "*" => AwkOperator.Multiply, "/" => AwkOperator.Divide, _ => AwkOperator.Remainder }, left, Unary());
        return left;
    }

    private AwkExpression Unary()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        var unary = Accept("!") ? new AwkNot(Unary()) : Accept("-") ? new AwkNegate(Unary()) : Accept("+") ? new AwkPlus(Unary()) : Power();
        depth--;
        return unary;
    }

    private AwkExpression Power()
    {
        var left = Assigned();
        // binds to the right, and a sign may stand before the exponent
        return Accept("^") ? new AwkArithmetic(AwkOperator.Power, left, Unary()) : left;
    }

    /// <summary>An assignment is read where its target is, so that <c>a &amp;&amp; b = 1</c> needs no parentheses.</summary>
    private AwkExpression Assigned()
    {
        var target = Postfix();
        if (target is not (AwkName or AwkField or AwkElement) || Current.Kind != AwkTokenKind.Symbol) return target;
        AwkOperator? operation;
        switch (Current.Text)
        {
            case "=": operation = null; break;
            case "+=": operation = AwkOperator.Add; break;
            case "-=": operation = AwkOperator.Subtract; break;
            case "*=": operation = AwkOperator.Multiply; break;
            case "/=": operation = AwkOperator.Divide; break;
            case "%=": operation = AwkOperator.Remainder; break;
            case "^=": operation = AwkOperator.Power; break;
            default: return target;
        }
        at++;
        SkipNewlines();
        if (target is AwkName { Name: "RS" } && rule != AwkRuleKind.Begin) throw new FilterSyntaxException("RS in awk changed outside of BEGIN is not understood");
        return new AwkAssign(target, operation, Expression());
    }

    private AwkExpression Postfix()
    {
        if (Current is { Kind: AwkTokenKind.Symbol, Text: "++" or "--" })
        {
            var by = Take().Text == "++" ? 1 : -1;
            return new AwkIncrement(Target(Primary()), by, Before: true);
        }
        var operand = Primary();
        if (operand is AwkName or AwkField or AwkElement && Current is { Kind: AwkTokenKind.Symbol, Text: "++" or "--" })
            return new AwkIncrement(operand, Take().Text == "++" ? 1 : -1, Before: false);
        return operand;
    }

    private static AwkExpression Target(AwkExpression expression) => expression is AwkName or AwkField or AwkElement ? expression : throw Wrong("counts up what is no variable");

    private AwkExpression Primary()
    {
        var token = Take();
        switch (token.Kind)
        {
            case AwkTokenKind.Number: return new AwkNumber(token.Number);
            case AwkTokenKind.Text: return new AwkText(token.Text);
            case AwkTokenKind.Value: return new AwkInput(token.Text);
            case AwkTokenKind.Regex: return new AwkRegex(Checked(token.Text));
            case AwkTokenKind.Name when AwkNames.Refusal(token.Text) is { } refusal: throw new FilterSyntaxException(refusal);
            case AwkTokenKind.Name when token.Text == "length": return new AwkCall("length", []);
            case AwkTokenKind.Name or AwkTokenKind.Function when AwkNames.Functions.TryGetValue(token.Text, out var arity): return Call(token.Text, arity);
            case AwkTokenKind.Name: return Current.Is("[") ? new AwkElement(ArrayNamed(token.Text), Subscripts()) : Variable(token.Text);
            case AwkTokenKind.Function when AwkNames.Refusal(token.Text) is { } refusal: throw new FilterSyntaxException(refusal);
            case AwkTokenKind.Function: return new AwkUserCall(FunctionNamed(token.Text), Arguments());
            case AwkTokenKind.Symbol when token.Text == "$": return Field();
            case AwkTokenKind.Symbol when token.Text == "(": return Grouping();
            default:
                at--;
                throw Unexpected();
        }
    }

    private AwkField Field()
    {
        if (++depth > DeepestNesting) throw Wrong("is nested too deeply");
        var number = Current is { Kind: AwkTokenKind.Symbol, Text: "++" or "--" } ? Postfix() : Accept("-") ? new AwkNegate(Primary()) : Primary();
        depth--;
        return new(number);
    }

    private AwkExpression Grouping()
    {
        var outside = printing;
        printing = false;
        List<AwkExpression> parts = [Expression()];
        while (Accept(","))
        {
            SkipNewlines();
            parts.Add(Expression());
        }
        Expect(")");
        printing = outside;
        if (parts.Count > 1) return printing || Current.Is("in") ? new AwkGroup(parts) : throw Unexpected();
        // a value of its own: ("10") stays a text, and (x) is nothing to assign to
        return parts[0] is AwkName or AwkField or AwkElement ? new AwkGroup(parts) : parts[0] is AwkGroup inner && inner.Parts.Count > 1 ? throw Unexpected() : parts[0];
    }

    private AwkCall Call(string name, (int Fewest, int Most) arity)
    {
        if (!Current.Is("(")) throw Wrong($"calls {name} without arguments");
        var arguments = Arguments();
        if (arguments.Count < arity.Fewest || arguments.Count > arity.Most) throw Wrong($"calls {name} with {arguments.Count} arguments");
        if (name is "split" && arguments[1] is AwkName array) arguments[1] = ArrayNamed(array.Name);
        if (name is "match" && arguments.Count == 3 && arguments[2] is AwkName groups) arguments[2] = ArrayNamed(groups.Name);
        if (name is "split" && arguments[1] is not AwkName || name is "match" && arguments.Count == 3 && arguments[2] is not AwkName) throw Wrong($"calls {name} without an array");
        return new(name, arguments);
    }

    private List<AwkExpression> Arguments()
    {
        var outside = printing;
        printing = false;
        List<AwkExpression> arguments = [];
        Expect("(");
        SkipNewlines();
        while (!Current.Is(")"))
        {
            if (arguments.Count > 0)
            {
                Expect(",");
                SkipNewlines();
            }
            arguments.Add(Expression());
            SkipNewlines();
        }
        at++;
        printing = outside;
        return arguments;
    }

    private List<AwkExpression> Subscripts()
    {
        var outside = printing;
        printing = false;
        List<AwkExpression> subscripts = [];
        Expect("[");
        do subscripts.Add(Expression());
        while (Accept(","));
        Expect("]");
        printing = outside;
        return subscripts;
    }

    private AwkName Variable(string name)
    {
        if (AwkNames.Refusal(name) is { } refusal) throw new FilterSyntaxException(refusal);
        if (AwkNames.Functions.ContainsKey(name)) throw Wrong($"uses the function {name} as a variable");
        for (var i = 0; i < locals.Count; i++)
            if (locals[i] == name) return new(name, i, true);
        if (!globals.TryGetValue(name, out var slot)) globals[name] = slot = globals.Count;
        return new(name, slot, false);
    }

    private AwkName ArrayNamed(string name)
    {
        var array = Variable(name);
        if (!array.Local && AwkNames.Special.Contains(name)) throw Wrong($"uses {name} as an array");
        if (!array.Local) arrays.Add(name);
        return array;
    }
}
