using OpsPortal.Sandbox.Prometheus.Language;
using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Many samples into one for each group: <c>sum by (job) (…)</c>.</summary>
internal static class Aggregation
{
    public static IReadOnlyList<VectorSample> Run(AggregateExpression expression, IReadOnlyList<VectorSample> input, QueryValue? parameter)
    {
        Labels Group(VectorSample sample) => expression.Without ? sample.Labels.Without(expression.Labels) : sample.Labels.Only(expression.Labels);
        if (expression.Operator == "count_values") return CountValues(expression, input, ((TextValue)parameter!).Value, Group);
        // Groups come in the order in which they are met.
        var groups = input.GroupBy(Group);
        var number = (parameter as ScalarValue)?.Value ?? 0;
        if (double.IsNaN(number) && expression.Operator is ("topk" or "bottomk")) throw new QueryEvaluationException("Parameter value is NaN");
        if (expression.Operator is "topk" or "bottomk") return [.. groups.SelectMany(group => Extremes(group, number, top: expression.Operator == "topk"))];
        return [.. groups.Select(group => new VectorSample(group.Key, Of(expression.Operator, [.. group.Select(s => s.Value)], number)))];
    }

    private static double Of(string name, List<double> values, double parameter) => name switch
    {
        "sum" => Summing.Sum(values),
        "avg" => Summing.Mean(values),
        "min" => Least(values),
        "max" => Greatest(values),
        "count" => values.Count,
        "group" => 1,
        "stddev" => Math.Sqrt(Summing.Variance(values)),
        "stdvar" => Summing.Variance(values),
        _ => Summing.Quantile(parameter, values),
    };

    /// <summary>A number, where there is one, comes before NaN.</summary>
    public static double Least(IReadOnlyList<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Min();

    public static double Greatest(IReadOnlyList<double> values) => values.Where(v => !double.IsNaN(v)).DefaultIfEmpty(double.NaN).Max();

    private static IEnumerable<VectorSample> Extremes(IEnumerable<VectorSample> group, double count, bool top)
    {
        if (count < 1) return [];
        var numbers = group.Where(s => !double.IsNaN(s.Value));
        var sorted = top ? numbers.OrderByDescending(s => s.Value) : numbers.OrderBy(s => s.Value);
        return sorted.Concat(group.Where(s => double.IsNaN(s.Value))).Take((int)Math.Min(count, int.MaxValue));
    }

    private static List<VectorSample> CountValues(AggregateExpression expression, IReadOnlyList<VectorSample> input, string label, Func<VectorSample, Labels> group)
    {
        if (label.Length == 0) throw new QueryEvaluationException("invalid label name \"\"");
        var groups = input.GroupBy(s => (expression.Without || !expression.Labels.Contains(label) ? group(s) : group(s).Without([label])).With(label, SampleNumber.Format(s.Value)));
        return [.. groups.Select(g => new VectorSample(g.Key, g.Count()))];
    }
}
