using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>Reads a query (https://prometheus.io/docs/prometheus/latest/querying/basics/).</summary>
internal sealed partial class QueryParser
{
    /// <summary>Nesting beyond this is refused rather than followed to the end of the stack.</summary>
    private const int Deepest = 200;

    private readonly string text;
    private readonly IReadOnlyList<Token> tokens;
    private int position, depth;

    private QueryParser(string text) => (this.text, tokens) = (text, Lexer.Read(text));

    /// <exception cref="QueryParseException">In the words of Prometheus, with line and column.</exception>
    public static Expression Parse(string text)
    {
        var parser = new QueryParser(text);
        if (parser.Current.Kind == TokenKind.End) throw new QueryParseException(text, -1, "no expression found in input");
        var expression = parser.Binary(0);
        if (parser.Current.Kind != TokenKind.End) throw parser.Unexpected();
        return expression;
    }

    private Token Current => tokens[position];

    private Expression Binary(int lowest)
    {
        if (++depth > Deepest) throw Wrong(Current.At, "expression is nested too deeply");
        var left = Unary();
        while (Operator() is { } found && Precedence(found) >= lowest)
        {
            var at = Current.At;
            position++;
            var (returnsBool, matching) = Modifiers(found);
            // Only the power is taken from the right.
            var right = Binary(found == "^" ? Precedence(found) : Precedence(found) + 1);
            left = QueryTypes.Check(text, at, new BinaryExpression(left.At, found, left, right, returnsBool, matching));
        }
        depth--;
        return left;
    }

    private string? Operator() => Current.Kind == TokenKind.Operator ? Current.Text : null;

    private static int Precedence(string found) => found switch
    {
        "or" => 1,
        "and" or "unless" => 2,
        "+" or "-" => 4,
        "*" or "/" or "%" or "atan2" => 5,
        "^" => 6,
        _ => 3,
    };

    private Expression Unary()
    {
        if (Current.Kind != TokenKind.Operator || Current.Text is not ("-" or "+")) return Postfix(Primary());
        var at = Current.At;
        var negative = Current.Text == "-";
        position++;
        // A sign binds less than a power: -2^2 is -4.
        var inner = Binary(6);
        if (inner is NumberExpression number) return number with { At = at, Value = negative ? -number.Value : number.Value };
        return QueryTypes.Check(text, new NegationExpression(at, inner, negative));
    }

    private Expression Primary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                position++;
                return new NumberExpression(token.At, SampleNumber.Parse(token.Text)!.Value);
            case TokenKind.Duration:
                position++;
                return new NumberExpression(token.At, QueryDuration.Parse(token.Text)!.Value / 1000.0);
            case TokenKind.Text:
                position++;
                return new TextExpression(token.At, token.Text);
            case TokenKind.LeftParenthesis:
                position++;
                var inner = Binary(0);
                Take(TokenKind.RightParenthesis);
                return new GroupedExpression(token.At, inner);
            case TokenKind.Aggregator when tokens[position + 1] is { Kind: TokenKind.LeftParenthesis } or { Kind: TokenKind.Keyword, Text: "by" or "without" }:
                return Aggregate();
            case TokenKind.Identifier when tokens[position + 1].Kind == TokenKind.LeftParenthesis: return Call();
            case TokenKind.LeftBrace or TokenKind.Identifier or TokenKind.MetricIdentifier or TokenKind.Aggregator or TokenKind.Keyword: return Selector();
            default: throw Unexpected();
        }
    }

    private CallExpression Call()
    {
        var name = tokens[position++];
        if (!FunctionSignature.All.TryGetValue(name.Text, out var signature)) throw Wrong(name.At, $"unknown function with name \"{name.Text}\"");
        return QueryTypes.Check(text, new CallExpression(name.At, signature, Arguments()));
    }

    private AggregateExpression Aggregate()
    {
        var name = tokens[position++];
        var (labels, without, grouped) = Grouping();
        var arguments = Arguments();
        if (!grouped) (labels, without, _) = Grouping();
        if (arguments.Count == 0) throw Wrong(name.At, "no arguments for aggregate expression provided");
        var wanted = AggregateExpression.WithParameter.Contains(name.Text) ? 2 : 1;
        if (arguments.Count != wanted) throw Wrong(name.At, $"wrong number of arguments for aggregate expression provided, expected {wanted}, got {arguments.Count}");
        return QueryTypes.Check(text, new AggregateExpression(name.At, name.Text, arguments[^1], wanted == 2 ? arguments[0] : null, labels, without));
    }

    private (IReadOnlyList<string> Labels, bool Without, bool Found) Grouping()
    {
        if (Current is not { Kind: TokenKind.Keyword, Text: "by" or "without" }) return ([], false, false);
        var without = tokens[position++].Text == "without";
        return (LabelList(), without, true);
    }

    private List<Expression> Arguments()
    {
        Take(TokenKind.LeftParenthesis);
        List<Expression> arguments = [];
        while (Current.Kind != TokenKind.RightParenthesis)
        {
            arguments.Add(Binary(0));
            if (Current.Kind == TokenKind.Comma && tokens[position + 1].Kind == TokenKind.RightParenthesis) throw Wrong(Current.At, "trailing commas not allowed in function call args");
            if (Current.Kind == TokenKind.Comma) position++;
            else if (Current.Kind != TokenKind.RightParenthesis) throw Unexpected();
        }
        position++;
        return arguments;
    }

    private (bool ReturnsBool, VectorMatching Matching) Modifiers(string found)
    {
        var returnsBool = Current.Is(TokenKind.Keyword, "bool");
        if (returnsBool) position++;
        var matching = new VectorMatching(BinaryExpression.Sets.Contains(found) ? Cardinality.ManyToMany : Cardinality.OneToOne, false, [], []);
        if (Current is not { Kind: TokenKind.Keyword, Text: "on" or "ignoring" }) return (returnsBool, matching);
        matching = matching with { On = tokens[position++].Text == "on", Labels = LabelList() };
        if (Current is not { Kind: TokenKind.Keyword, Text: "group_left" or "group_right" }) return (returnsBool, matching);
        var left = tokens[position++].Text == "group_left";
        return (returnsBool, matching with
        {
            Cardinality = left ? Cardinality.ManyToOne : Cardinality.OneToMany,
            Include = Current.Kind == TokenKind.LeftParenthesis ? LabelList() : [],
        });
    }

    private List<string> LabelList()
    {
        if (Current.Kind != TokenKind.LeftParenthesis) throw Unexpected("grouping opts", "\"(\"");
        position++;
        List<string> labels = [];
        while (Current.Kind != TokenKind.RightParenthesis)
        {
            if (!Current.IsLabel && Current.Kind != TokenKind.Text) throw Unexpected("grouping opts", "label");
            labels.Add(tokens[position++].Text);
            if (Current.Kind == TokenKind.Comma) position++;
            else if (Current.Kind != TokenKind.RightParenthesis) throw Unexpected("grouping opts", "\",\" or \")\"");
        }
        position++;
        return labels;
    }

    private void Take(TokenKind kind, string context = "", string expected = "")
    {
        if (Current.Kind != kind) throw Unexpected(context, expected);
        position++;
    }

    private QueryParseException Unexpected(string context = "", string expected = "") => Wrong(
        Current.At, $"unexpected {Current.Description}{(context.Length > 0 ? $" in {context}" : "")}{(expected.Length > 0 ? $", expected {expected}" : "")}");

    private QueryParseException Wrong(int at, string what) => new(text, at, what);
}
