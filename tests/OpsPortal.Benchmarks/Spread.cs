using System.Globalization;

namespace OpsPortal.Benchmarks;

/// <summary>Median and 95th percentile of times in milliseconds.</summary>
internal sealed record Spread(double Median, double P95)
{
    public static Spread Of(IReadOnlyCollection<double> times)
    {
        var sorted = times.Order().ToArray();
        return new(sorted[sorted.Length / 2], sorted[Math.Min(sorted.Length - 1, sorted.Length * 95 / 100)]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"median {Median,8:F1} ms   95 % {P95,8:F1} ms");

    public static void Print(string what, Spread spread) => Console.WriteLine($"  {what,-44} {spread}");

    public static void PrintRatio(string what, double ratio, string aim) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} ratio  {ratio,8:F2}      {aim}"));
}
