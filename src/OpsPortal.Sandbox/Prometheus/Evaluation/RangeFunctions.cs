using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Functions from a range of samples to one number; null where a series gives none.</summary>
internal static class RangeFunctions
{
    /// <param name="parameter">The number that stands beside the range, where the function has one.</param>
    /// <param name="now">The time of the query, in milliseconds.</param>
    public static double? Of(string name, IReadOnlyList<Sample> samples, RangeValue range, double parameter, long now)
    {
        if (samples.Count == 0) return null;
        var values = samples.Select(s => s.Value).ToList();
        return name switch
        {
            "rate" => CounterFunctions.Growth(samples, range.From, range.Until, counter: true, perSecond: true),
            "increase" => CounterFunctions.Growth(samples, range.From, range.Until, counter: true, perSecond: false),
            "delta" => CounterFunctions.Growth(samples, range.From, range.Until, counter: false, perSecond: false),
            "irate" => CounterFunctions.Instant(samples, perSecond: true),
            "idelta" => CounterFunctions.Instant(samples, perSecond: false),
            "changes" => CounterFunctions.Changes(samples),
            "resets" => CounterFunctions.Resets(samples),
            "deriv" => CounterFunctions.Line(samples, samples[0].At)?.Slope,
            "predict_linear" => CounterFunctions.Line(samples, now) is { } line ? line.Slope * parameter + line.Intercept : null,
            "avg_over_time" => Summing.Mean(values),
            "sum_over_time" => Summing.Sum(values),
            "min_over_time" => Aggregation.Least(values),
            "max_over_time" => Aggregation.Greatest(values),
            "count_over_time" => values.Count,
            "last_over_time" => values[^1],
            "present_over_time" => 1,
            "stddev_over_time" => Math.Sqrt(Summing.Variance(values)),
            "stdvar_over_time" => Summing.Variance(values),
            "quantile_over_time" => Summing.Quantile(parameter, values),
            _ => null,
        };
    }

    public static bool KeepsName(string name) => name == "last_over_time";
}
