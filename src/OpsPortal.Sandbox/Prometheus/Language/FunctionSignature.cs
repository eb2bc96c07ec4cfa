namespace OpsPortal.Sandbox.Prometheus.Language;

/// <param name="Optional">How many of the last parameters may be left out; -1: the last may be repeated, or be left out.</param>
internal sealed record FunctionSignature(string Name, ValueKind Result, IReadOnlyList<ValueKind> Parameters, int Optional = 0)
{
    public int Fewest => Parameters.Count - Math.Abs(Optional);
    public int? Most => Optional < 0 ? null : Parameters.Count;

    /// <summary>Of the argument at that place.</summary>
    public ValueKind Parameter(int index) => Parameters[Math.Min(index, Parameters.Count - 1)];

    public static readonly IReadOnlyDictionary<string, FunctionSignature> All = Every().ToDictionary(s => s.Name);

    private static IEnumerable<FunctionSignature> Every()
    {
        const ValueKind Scalar = ValueKind.Scalar, Vector = ValueKind.InstantVector, Range = ValueKind.RangeVector, Text = ValueKind.Text;
        foreach (var name in (string[])["abs", "ceil", "floor", "exp", "ln", "log2", "log10", "sqrt", "sgn", "deg", "rad", "sin", "cos", "tan", "asin", "acos", "atan",
            "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "sort", "sort_desc", "timestamp", "absent"])
            yield return new(name, Vector, [Vector]);
        foreach (var name in (string[])["rate", "irate", "increase", "delta", "idelta", "deriv", "changes", "resets", "avg_over_time", "max_over_time", "min_over_time",
            "sum_over_time", "count_over_time", "last_over_time", "present_over_time", "stddev_over_time", "stdvar_over_time", "absent_over_time"])
            yield return new(name, Vector, [Range]);
        foreach (var name in (string[])["minute", "hour", "day_of_week", "day_of_month", "day_of_year", "days_in_month", "month", "year"])
            yield return new(name, Vector, [Vector], 1);
        yield return new("time", Scalar, []);
        yield return new("pi", Scalar, []);
        yield return new("vector", Vector, [Scalar]);
        yield return new("scalar", Scalar, [Vector]);
        yield return new("round", Vector, [Vector, Scalar], 1);
        yield return new("clamp", Vector, [Vector, Scalar, Scalar]);
        yield return new("clamp_min", Vector, [Vector, Scalar]);
        yield return new("clamp_max", Vector, [Vector, Scalar]);
        yield return new("histogram_quantile", Vector, [Scalar, Vector]);
        yield return new("quantile_over_time", Vector, [Scalar, Range]);
        yield return new("predict_linear", Vector, [Range, Scalar]);
        yield return new("label_replace", Vector, [Vector, Text, Text, Text, Text]);
        yield return new("label_join", Vector, [Vector, Text, Text, Text], -1);
    }
}
