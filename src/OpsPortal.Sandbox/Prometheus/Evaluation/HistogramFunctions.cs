using OpsPortal.Sandbox.Prometheus.Samples;

namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Quantiles from the buckets of histograms, whose label <c>le</c> names the upper bound.</summary>
internal static class HistogramFunctions
{
    private const string Bound = "le";

    public static IReadOnlyList<VectorSample> Quantile(double q, IReadOnlyList<VectorSample> input)
    {
        List<VectorSample> result = [];
        foreach (var group in input.Where(s => SampleNumber.Parse(s.Labels[Bound]) is not null).GroupBy(s => s.Labels.Without([Bound])))
        {
            // Bounds that are written differently (1 and 1.0) are one bucket.
            var buckets = group.GroupBy(s => SampleNumber.Parse(s.Labels[Bound])!.Value).OrderBy(b => b.Key)
                .Select(b => (UpTo: b.Key, Count: b.Sum(s => s.Value))).ToArray();
            result.Add(new(group.Key, Of(q, buckets)));
        }
        return result;
    }

    private static double Of(double q, (double UpTo, double Count)[] buckets)
    {
        if (double.IsNaN(q)) return double.NaN;
        if (q < 0) return double.NegativeInfinity;
        if (q > 1) return double.PositiveInfinity;
        if (buckets.Length < 2 || !double.IsPositiveInfinity(buckets[^1].UpTo)) return double.NaN;
        // Buckets that were read at slightly different times may shrink: a count is at least that of the bucket before.
        for (var i = 1; i < buckets.Length; i++) buckets[i].Count = Math.Max(buckets[i].Count, buckets[i - 1].Count);
        var all = buckets[^1].Count;
        if (all == 0 || double.IsNaN(all)) return double.NaN;
        var rank = q * all;
        var at = Array.FindIndex(buckets, 0, buckets.Length - 1, b => b.Count >= rank);
        if (at < 0) return buckets[^2].UpTo;
        if (at == 0 && buckets[0].UpTo <= 0) return buckets[0].UpTo;
        var (start, below) = at == 0 ? (0, 0) : buckets[at - 1];
        return start + (buckets[at].UpTo - start) * ((rank - below) / (buckets[at].Count - below));
    }
}
