namespace OpsPortal.Sandbox.Prometheus.Evaluation;

/// <summary>Sums whose small terms are not lost behind large ones (Neumaier), and what is made of them.</summary>
internal static class Summing
{
    public static double Sum(IEnumerable<double> values)
    {
        var (sum, lost) = (0.0, 0.0);
        foreach (var value in values) Add(value, ref sum, ref lost);
        return double.IsInfinity(sum) ? sum : sum + lost;
    }

    public static double Mean(IReadOnlyCollection<double> values)
    {
        var sum = Sum(values);
        if (!double.IsInfinity(sum) || values.Any(double.IsInfinity)) return sum / values.Count;
        // The sum is too large although the mean is not.
        var (mean, count) = (0.0, 0);
        foreach (var value in values) mean += value / ++count - mean / count;
        return mean;
    }

    public static double Variance(IReadOnlyCollection<double> values)
    {
        var (mean, spread, count) = (0.0, 0.0, 0);
        foreach (var value in values)
        {
            var delta = value - mean;
            mean += delta / ++count;
            spread += delta * (value - mean);
        }
        return spread / count;
    }

    /// <summary>Between the two nearest ranks.</summary>
    public static double Quantile(double q, IEnumerable<double> values)
    {
        if (double.IsNaN(q)) return double.NaN;
        if (q < 0) return double.NegativeInfinity;
        if (q > 1) return double.PositiveInfinity;
        var sorted = values.Order().ToList();
        if (sorted.Count == 0) return double.NaN;
        var rank = q * (sorted.Count - 1);
        var lower = (int)Math.Max(0, Math.Floor(rank));
        var upper = Math.Min(sorted.Count - 1, lower + 1);
        var weight = rank - Math.Floor(rank);
        return sorted[lower] * (1 - weight) + sorted[upper] * weight;
    }

    private static void Add(double value, ref double sum, ref double lost)
    {
        var total = sum + value;
        if (double.IsInfinity(total)) lost = 0;
        else if (Math.Abs(sum) >= Math.Abs(value)) lost += sum - total + value;
        else lost += value - total + sum;
        sum = total;
    }
}
