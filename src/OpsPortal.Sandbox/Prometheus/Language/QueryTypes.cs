namespace OpsPortal.Sandbox.Prometheus.Language;

/// <summary>What may be put together with what, in Prometheus' words.</summary>
internal static class QueryTypes
{
    public static NegationExpression Check(string text, NegationExpression made) => made.Kind is ValueKind.Scalar or ValueKind.InstantVector
        ? made
        : throw new QueryParseException(text, made.At, $"unary expression only allowed on expressions of type scalar or instant vector, got \"{made.Kind.Name()}\"");

    public static CallExpression Check(string text, CallExpression made)
    {
        var (function, count) = (made.Function, made.Arguments.Count);
        QueryParseException Wrong(string how, int wanted) => new(text, made.At, $"expected {how}{wanted} argument(s) in call to \"{function.Name}\", got {count}");
        if (function.Optional == 0 && count != function.Parameters.Count) throw Wrong("", function.Parameters.Count);
        if (count < function.Fewest) throw Wrong("at least ", function.Fewest);
        if (count > function.Most) throw Wrong("at most ", function.Most.Value);
        for (var i = 0; i < count; i++) Expect(text, made.Arguments[i], function.Parameter(i), $"call to function \"{function.Name}\"");
        return made;
    }

    public static AggregateExpression Check(string text, AggregateExpression made)
    {
        Expect(text, made.Inner, ValueKind.InstantVector, "aggregation expression");
        if (made.Parameter is { } parameter)
            Expect(text, parameter, made.Operator == "count_values" ? ValueKind.Text : ValueKind.Scalar, "aggregation parameter");
        return made;
    }

    /// <param name="at">Of the operator.</param>
    public static BinaryExpression Check(string text, int at, BinaryExpression made)
    {
        QueryParseException Wrong(int where, string what) => new(text, where, what);
        var (left, right, matching) = (made.Left.Kind, made.Right.Kind, made.Matching);
        if (made.ReturnsBool && !made.IsComparison) throw Wrong(at, "bool modifier can only be used on comparison operators");
        if (made.IsComparison && !made.ReturnsBool && left == ValueKind.Scalar && right == ValueKind.Scalar) throw Wrong(at, "comparisons between scalars must use BOOL modifier");
        if (matching.On && matching.Labels.Intersect(matching.Include).FirstOrDefault() is { } both)
            throw Wrong(at, $"label \"{both}\" must not occur in ON and GROUP clause at once");
        foreach (var side in (Expression[])[made.Left, made.Right])
            if (side.Kind is not (ValueKind.Scalar or ValueKind.InstantVector)) throw Wrong(side.At, "binary expression must contain only scalar and instant vector types");
        var vectors = left == ValueKind.InstantVector && right == ValueKind.InstantVector;
        if (!vectors && (matching.On || matching.Labels.Count > 0)) throw Wrong(made.At, "vector matching only allowed between instant vectors");
        if (vectors && made.IsSet && matching.Cardinality is Cardinality.OneToMany or Cardinality.ManyToOne) throw Wrong(made.At, $"no grouping allowed for \"{made.Operator}\" operation");
        if (!vectors && made.IsSet) throw Wrong(made.At, $"set operator \"{made.Operator}\" not allowed in binary scalar expression");
        return made;
    }

    private static void Expect(string text, Expression given, ValueKind wanted, string context)
    {
        if (given.Kind != wanted) throw new QueryParseException(text, given.At, $"expected type {wanted.Name()} in {context}, got {given.Kind.Name()}");
    }
}
