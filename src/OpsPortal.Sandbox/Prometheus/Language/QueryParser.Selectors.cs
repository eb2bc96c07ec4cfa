using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>Selectors, and what may follow an expression: ranges, subqueries, offsets and fixed times.</summary>
internal sealed partial class QueryParser
{
    private Expression Postfix(Expression expression)
    {
        while (true)
            switch (Current)
            {
                case { Kind: TokenKind.LeftBracket }: expression = Bracket(expression); break;
                case { Kind: TokenKind.At }: expression = Pin(expression); break;
                case { Kind: TokenKind.Keyword, Text: "offset" }: expression = Offset(expression); break;
                default: return expression;
            }
    }

    private Expression Bracket(Expression expression)
    {
        position++;
        var range = Duration("subquery or range selector", "number, duration, step(), or range()");
        if (range <= 0) throw Wrong(tokens[position - 1].At, "duration must be greater than 0");
        if (Current.Kind == TokenKind.Colon)
        {
            position++;
            long? step = Current.Kind == TokenKind.RightBracket ? null : Duration("subquery selector", "number, duration, step(), range(), or \"]\"");
            Take(TokenKind.RightBracket, "subquery selector");
            if (expression.Kind != ValueKind.InstantVector) throw Wrong(expression.At, $"subquery is only allowed on instant vector, got {expression.Kind.Name().Replace("instant ", "").Replace("range vector", "matrix")} instead");
            return new SubqueryExpression(expression.At, expression, range, step);
        }
        Take(TokenKind.RightBracket, "subquery or range", "\":\" or \"]\"");
        if (expression is not SelectorExpression selector) throw Wrong(expression.At, "ranges only allowed for vector selectors");
        if (selector.Shift != default) throw Wrong(expression.At, selector.Shift.Offset != 0 ? "no offset modifiers allowed before range" : "no @ modifiers allowed before range");
        return new RangeExpression(expression.At, selector, range);
    }

    private Expression Offset(Expression expression)
    {
        position++;
        var sign = Current.Is(TokenKind.Operator, "-") ? -1 : 1;
        if (Current.Kind == TokenKind.Operator) position++;
        var offset = sign * Duration("offset", "number, duration, step(), or range()");
        var shift = Shift(expression) ?? throw Wrong(expression.At, "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        if (shift.Offset != 0) throw Wrong(expression.At, "offset may not be set multiple times");
        return Shifted(expression, shift with { Offset = offset });
    }

    private Expression Pin(Expression expression)
    {
        position++;
        var shift = Shift(expression) ?? throw Wrong(expression.At, "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery");
        if (shift.IsFixed) throw Wrong(expression.At, "@ <timestamp> may not be set multiple times");
        if (Current is { Kind: TokenKind.Identifier, Text: "start" or "end" })
        {
            shift = Current.Text == "start" ? shift with { ToStart = true } : shift with { ToEnd = true };
            position++;
            Take(TokenKind.LeftParenthesis);
            Take(TokenKind.RightParenthesis);
            return Shifted(expression, shift);
        }
        var sign = Current.Is(TokenKind.Operator, "-") ? -1 : 1;
        if (Current.Kind == TokenKind.Operator) position++;
        if (Current.Kind == TokenKind.Number && SampleNumber.Parse(Current.Text) is { } seconds && (!double.IsFinite(seconds) || Math.Abs(seconds) > 9e12))
            throw Wrong(expression.At, $"timestamp out of bounds for @ modifier: {seconds:F6}");
        return Shifted(expression, shift with { Fixed = sign * Duration("@", "timestamp") });
    }

    private static TimeShift? Shift(Expression expression) => expression switch
    {
        SelectorExpression selector => selector.Shift,
        RangeExpression range => range.Selector.Shift,
        SubqueryExpression subquery => subquery.Shift,
        _ => null,
    };

    private static Expression Shifted(Expression expression, TimeShift shift) => expression switch
    {
        SelectorExpression selector => selector with { Shift = shift },
        RangeExpression range => range with { Selector = range.Selector with { Shift = shift } },
        SubqueryExpression subquery => subquery with { Shift = shift },
        _ => expression,
    };

    private SelectorExpression Selector()
    {
        var at = Current.At;
        List<LabelMatcher> matchers = [];
        if (Current.Kind != TokenKind.LeftBrace)
        {
            if (Current.Kind == TokenKind.Keyword && Current.Text != "bool" && Current.Text != "offset") throw Unexpected();
            matchers.Add(new(Labels.MetricName, MatchKind.Equal, Current.Text));
            position++;
        }
        if (Current.Kind == TokenKind.LeftBrace)
        {
            position++;
            while (Current.Kind != TokenKind.RightBrace)
            {
                var matcher = Matcher();
                if (matcher.Name == Labels.MetricName && matchers.Count > 0 && matchers[0].Name == Labels.MetricName && tokens.Any(t => t.At == at && t.Kind != TokenKind.LeftBrace))
                    throw Wrong(at, $"metric name must not be set twice: \"{matchers[0].Value}\" or \"{matcher.Value}\"");
                matchers.Add(matcher);
                if (Current.Kind == TokenKind.Comma) position++;
                else if (Current.Kind != TokenKind.RightBrace) throw Unexpected("label matching", "\",\" or \"}\"");
            }
            position++;
        }
        if (matchers.All(m => m.Matches(""))) throw Wrong(at, "vector selector must contain at least one non-empty matcher");
        return new(at, matchers);
    }

    private LabelMatcher Matcher()
    {
        // A quoted name alone is the metric's.
        if (Current.Kind == TokenKind.Text && tokens[position + 1].Kind != TokenKind.Match) return new(Labels.MetricName, MatchKind.Equal, tokens[position++].Text);
        if (Current.Kind is not (TokenKind.Identifier or TokenKind.Text)) throw Unexpected("label matching", "identifier or \"}\"");
        var name = tokens[position++].Text;
        if (Current.Kind != TokenKind.Match) throw Unexpected("label matching", "label matching operator");
        var kind = tokens[position++].Text switch { "=" => MatchKind.Equal, "!=" => MatchKind.NotEqual, "=~" => MatchKind.Regex, _ => MatchKind.NotRegex };
        if (Current.Kind != TokenKind.Text) throw Unexpected("label matching", "string");
        var value = tokens[position++];
        try
        {
            return new(name, kind, value.Text);
        }
        catch (ArgumentException)
        {
            throw Wrong(value.At, $"error parsing regexp: invalid expression: `{value.Text}`");
        }
    }

    /// <summary>In milliseconds.</summary>
    private long Duration(string context, string expected)
    {
        if (Current.Kind == TokenKind.Number && SampleNumber.Parse(Current.Text) is { } seconds && Math.Abs(seconds) < 9e12)
        {
            position++;
            return (long)Math.Round(seconds * 1000);
        }
        return Current.Kind == TokenKind.Duration ? QueryDuration.Parse(tokens[position++].Text)!.Value : throw Unexpected(context, expected);
    }
}
