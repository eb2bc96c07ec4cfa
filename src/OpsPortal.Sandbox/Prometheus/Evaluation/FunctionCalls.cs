using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Calls of functions. What they take was checked when the query was read.</summary>
internal static class FunctionCalls
{
    public static QueryValue Run(QueryEvaluator evaluator, CallExpression call, long at)
    {
        var (name, arguments) = (call.Function.Name, call.Arguments);
        if (call.Function.Parameters.Contains(ValueKind.RangeVector)) return OverRange(evaluator, call, at);
        switch (name)
        {
            case "time": return new ScalarValue(at / 1000.0);
            case "pi": return new ScalarValue(Math.PI);
            case "vector": return new VectorValue([new(Labels.Empty, evaluator.Number(arguments[0], at))]);
            case "scalar": return new ScalarValue(evaluator.Vector(arguments[0], at) is [var only] ? only.Value : double.NaN);
            case "absent": return Absent(arguments[0], evaluator.Vector(arguments[0], at).Count > 0);
            case "histogram_quantile":
                return QueryEvaluator.Unique(HistogramFunctions.Quantile(evaluator.Number(arguments[0], at), evaluator.Vector(arguments[1], at)));
        }
        // Only those of the calendar may come without a vector: then they mean now.
        if (arguments.Count == 0) return new VectorValue([new(Labels.Empty, MathFunctions.Find(name)!(at / 1000.0))]);
        var input = evaluator.Vector(arguments[0], at);
        double Number(int index, double otherwise = 0) => index < arguments.Count ? evaluator.Number(arguments[index], at) : otherwise;
        string Text(int index) => evaluator.Text(arguments[index], at);
        switch (name)
        {
            case "sort": return new VectorValue([.. input.Where(s => !double.IsNaN(s.Value)).OrderBy(s => s.Value), .. input.Where(s => double.IsNaN(s.Value))]);
            case "sort_desc": return new VectorValue([.. input.Where(s => !double.IsNaN(s.Value)).OrderByDescending(s => s.Value), .. input.Where(s => double.IsNaN(s.Value))]);
            case "label_replace": return new VectorValue(LabelFunctions.Replace(input, Text(1), Text(2), Text(3), Text(4)));
            case "label_join": return new VectorValue(LabelFunctions.Join(input, Text(1), Text(2), [.. Enumerable.Range(3, arguments.Count - 3).Select(Text)]));
            case "timestamp": return Each(input, s => (s.At ?? at) / 1000.0);
            case "round":
                var nearest = Number(1, 1);
                return Each(input, s => MathFunctions.Round(s.Value, nearest));
            case "clamp" or "clamp_min" or "clamp_max":
                var least = name == "clamp_max" ? double.NegativeInfinity : Number(1);
                var most = name == "clamp_max" ? Number(1) : name == "clamp" ? Number(2) : double.PositiveInfinity;
                return least > most ? new VectorValue([]) : Each(input, s => MathFunctions.Clamp(s.Value, least, most));
            default:
                var function = MathFunctions.Find(name)!;
                return Each(input, s => function(s.Value));
        }
    }

    private static VectorValue Each(IReadOnlyList<VectorSample> input, Func<VectorSample, double> function) =>
        QueryEvaluator.Unique([.. input.Select(s => new VectorSample(s.Labels.WithoutName(), function(s)))]);

    private static VectorValue OverRange(QueryEvaluator evaluator, CallExpression call, long at)
    {
        var name = call.Function.Name;
        var place = call.Function.Parameters.ToList().IndexOf(ValueKind.RangeVector);
        var range = (RangeValue)evaluator.Evaluate(call.Arguments[place], at);
        if (name == "absent_over_time") return Absent(call.Arguments[0], range.Series.Count > 0);
        var parameter = call.Arguments.Count > 1 ? evaluator.Number(call.Arguments[1 - place], at) : 0;
        List<VectorSample> result = [];
        foreach (var series in range.Series)
            if (RangeFunctions.Of(name, series.Samples, range, parameter, at) is { } value)
                result.Add(new(RangeFunctions.KeepsName(name) ? series.Labels : series.Labels.WithoutName(), value));
        return QueryEvaluator.Unique(result);
    }

    /// <summary>One sample with the labels that the selector asks for by equality, where nothing was found.</summary>
    private static VectorValue Absent(Expression asked, bool found)
    {
        if (found) return new([]);
        var selector = asked as SelectorExpression ?? (asked as RangeExpression)?.Selector;
        var equal = (selector?.Matchers ?? []).Where(m => m.Name != Labels.MetricName).GroupBy(m => m.Name)
            .Where(g => g.Count() == 1 && g.Single().Kind == MatchKind.Equal).Select(g => KeyValuePair.Create(g.Key, g.Single().Value));
        return new([new(Labels.Of(equal), 1)]);
    }
}
