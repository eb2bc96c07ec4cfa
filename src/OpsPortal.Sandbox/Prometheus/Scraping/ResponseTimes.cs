namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>Response times: most are short, few are long, as a log-normal distribution has it.</summary>
/// <param name="Median">Seconds.</param>
internal readonly record struct ResponseTimes(double Median)
{
    /// <summary>Chosen so that one request in twenty takes more than three times the median.</summary>
    private const double Spread = 0.7;

    /// <summary>Upper bounds of the buckets in seconds, as client libraries have them unless told otherwise.</summary>
    public static readonly IReadOnlyList<double> Bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, double.PositiveInfinity];

    public double Mean => Median * Math.Exp(Spread * Spread / 2);

    /// <summary>The response time that a share of requests does not exceed, for 0.95 only.</summary>
    public double Percentile95 => Median * Math.Exp(1.6449 * Spread);

    /// <summary>The share of requests that take no longer.</summary>
    public double ShareUpTo(double seconds) => double.IsPositiveInfinity(seconds) ? 1 : Normal(Math.Log(seconds / Median) / Spread);

    /// <summary>The normal distribution, by the error function in Abramowitz and Stegun 7.1.26.</summary>
    private static double Normal(double x)
    {
        var z = Math.Abs(x) / Math.Sqrt(2);
        var t = 1 / (1 + 0.3275911 * z);
        var error = 1 - t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))) * Math.Exp(-z * z);
        return x < 0 ? (1 - error) / 2 : (1 + error) / 2;
    }
}
