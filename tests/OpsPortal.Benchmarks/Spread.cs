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

    public static void Print(string what, Spread spread, int digits = 1) =>
        Console.WriteLine($"  {what,-44} median {Text(spread.Median, digits),8} ms   95 % {Text(spread.P95, digits),8} ms");

    private static string Text(double time, int digits) => time.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static void PrintRatio(string what, double ratio, string aim) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} ratio  {ratio,8:F2}      {aim}"));
}
