using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>How fast something grows over a range.</summary>
internal static class CounterFunctions
{
    /// <summary>
    /// Growth over the whole range, or each second. The samples rarely reach the ends of the range: it is continued up to there, but by
    /// half a sample's distance where the end is far away (the series began or ended), and a counter never to below zero.
    /// </summary>
    /// <returns>Null with fewer than two samples.</returns>
    public static double? Growth(IReadOnlyList<Sample> samples, long from, long until, bool counter, bool perSecond)
    {
        if (samples.Count < 2) return null;
        var (first, last) = (samples[0], samples[^1]);
        var growth = last.Value - first.Value;
        if (counter)
            for (var i = 1; i < samples.Count; i++)
                if (samples[i].Value < samples[i - 1].Value) growth += samples[i - 1].Value;
        var covered = (last.At - first.At) / 1000.0;
        var distance = covered / (samples.Count - 1);
        var before = Continued((first.At - from) / 1000.0, distance);
        if (counter && growth > 0 && first.Value >= 0) before = Math.Min(before, covered * (first.Value / growth));
        var after = Continued((until - last.At) / 1000.0, distance);
        var factor = (covered + before + after) / covered;
        return growth * (perSecond ? factor / ((until - from) / 1000.0) : factor);
    }

    /// <summary>Between the last two samples.</summary>
    public static double? Instant(IReadOnlyList<Sample> samples, bool perSecond)
    {
        if (samples.Count < 2) return null;
        var (before, last) = (samples[^2], samples[^1]);
        if (last.At == before.At) return null;
        var growth = perSecond && last.Value < before.Value ? last.Value : last.Value - before.Value;
        return perSecond ? growth / ((last.At - before.At) / 1000.0) : growth;
    }

    public static double Changes(IReadOnlyList<Sample> samples) =>
        samples.Zip(samples.Skip(1)).Count(p => p.First.Value != p.Second.Value && !(double.IsNaN(p.First.Value) && double.IsNaN(p.Second.Value)));

    public static double Resets(IReadOnlyList<Sample> samples) => samples.Zip(samples.Skip(1)).Count(p => p.Second.Value < p.First.Value);

    /// <summary>The straight line through the samples, by least squares.</summary>
    /// <param name="zero">Milliseconds since 1970 at which the line has the value of <c>Intercept</c>.</param>
    /// <returns>Slope each second; null with fewer than two samples.</returns>
    public static (double Slope, double Intercept)? Line(IReadOnlyList<Sample> samples, long zero)
    {
        if (samples.Count < 2) return null;
        if (samples.All(s => s.Value == samples[0].Value)) return double.IsInfinity(samples[0].Value) ? (double.NaN, double.NaN) : (0, samples[0].Value);
        var times = samples.Select(s => (s.At - zero) / 1000.0).ToList();
        var n = samples.Count;
        var (sumT, sumV) = (Summing.Sum(times), Summing.Sum(samples.Select(s => s.Value)));
        var sumTv = Summing.Sum(samples.Zip(times, (s, t) => s.Value * t));
        var sumTt = Summing.Sum(times.Select(t => t * t));
        var slope = (sumTv - sumT * sumV / n) / (sumTt - sumT * sumT / n);
        return (slope, sumV / n - slope * sumT / n);
    }

    private static double Continued(double gap, double distance) => gap >= distance * 1.1 ? distance / 2 : gap;
}
