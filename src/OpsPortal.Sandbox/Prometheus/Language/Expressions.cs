using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Language;

internal enum ValueKind { Scalar, Text, InstantVector, RangeVector }

/// <summary>A part of a query.</summary>
/// <param name="At">Where it begins: an index into the query.</param>
internal abstract record Expression(int At)
{
    public abstract ValueKind Kind { get; }
}

internal sealed record NumberExpression(int At, double Value) : Expression(At)
{
    public override ValueKind Kind => ValueKind.Scalar;
}

internal sealed record TextExpression(int At, string Value) : Expression(At)
{
    public override ValueKind Kind => ValueKind.Text;
}

internal sealed record GroupedExpression(int At, Expression Inner) : Expression(At)
{
    public override ValueKind Kind => Inner.Kind;
}

/// <summary>The time that a selector looks at instead of the query's.</summary>
/// <param name="Offset">Milliseconds back.</param>
/// <param name="Fixed">Milliseconds since 1970; null: the query's time.</param>
internal readonly record struct TimeShift(long Offset, long? Fixed, bool ToStart, bool ToEnd)
{
    public bool IsFixed => Fixed is not null || ToStart || ToEnd;
}

internal sealed record SelectorExpression(int At, IReadOnlyList<LabelMatcher> Matchers) : Expression(At)
{
    public TimeShift Shift { get; init; }
    public override ValueKind Kind => ValueKind.InstantVector;
}

/// <param name="Range">Milliseconds.</param>
internal sealed record RangeExpression(int At, SelectorExpression Selector, long Range) : Expression(At)
{
    public override ValueKind Kind => ValueKind.RangeVector;
}

/// <param name="Step">Milliseconds; null: the server's evaluation interval.</param>
internal sealed record SubqueryExpression(int At, Expression Inner, long Range, long? Step) : Expression(At)
{
    public TimeShift Shift { get; init; }
    public override ValueKind Kind => ValueKind.RangeVector;
}

internal sealed record NegationExpression(int At, Expression Inner, bool Negative) : Expression(At)
{
    public override ValueKind Kind => Inner.Kind;
}

internal sealed record CallExpression(int At, FunctionSignature Function, IReadOnlyList<Expression> Arguments) : Expression(At)
{
    public override ValueKind Kind => Function.Result;
}

/// <param name="Labels">What to group by, or with <paramref name="Without"/> what to leave out.</param>
internal sealed record AggregateExpression(int At, string Operator, Expression Inner, Expression? Parameter, IReadOnlyList<string> Labels, bool Without) : Expression(At)
{
    public static readonly IReadOnlySet<string> Operators =
        new HashSet<string> { "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar", "topk", "bottomk", "quantile", "count_values" };

    public static readonly IReadOnlySet<string> WithParameter = new HashSet<string> { "topk", "bottomk", "quantile", "count_values" };
    public override ValueKind Kind => ValueKind.InstantVector;
}

internal enum Cardinality { OneToOne, ManyToOne, OneToMany, ManyToMany }

/// <param name="On">True: only <paramref name="Labels"/> must agree; false: all but those.</param>
/// <param name="Include">Labels that the many side takes from the one.</param>
internal sealed record VectorMatching(Cardinality Cardinality, bool On, IReadOnlyList<string> Labels, IReadOnlyList<string> Include);

internal sealed record BinaryExpression(int At, string Operator, Expression Left, Expression Right, bool ReturnsBool, VectorMatching Matching) : Expression(At)
{
    public static readonly IReadOnlySet<string> Comparisons = new HashSet<string> { "==", "!=", "<", ">", "<=", ">=" };
    public static readonly IReadOnlySet<string> Sets = new HashSet<string> { "and", "or", "unless" };
    public bool IsComparison => Comparisons.Contains(Operator);
    public bool IsSet => Sets.Contains(Operator);
    public override ValueKind Kind => Left.Kind == ValueKind.Scalar && Right.Kind == ValueKind.Scalar ? ValueKind.Scalar : ValueKind.InstantVector;
}

internal static class ValueKinds
{
    public static string Name(this ValueKind kind) => kind switch
    {
        ValueKind.Scalar => "scalar",
        ValueKind.Text => "string",
        ValueKind.InstantVector => "instant vector",
        _ => "range vector",
    };
}
