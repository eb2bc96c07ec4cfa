using System.Globalization;
using OpsPortal.Checks.Judging;

namespace OpsPortal.Checks.Pages;

/// <summary>The last runs as bars: what is bad stands over the whole height, so that it shows without colour as well. Pure, so that what is drawn can be tested.</summary>
/// <param name="Bars">Left edge, top, height and the tone of each.</param>
internal sealed record SparkShape(IReadOnlyList<SparkBar> Bars, string Label)
{
    public const int Most = 30, Step = 4, Height = 24;

    public static SparkShape Of(IReadOnlyList<History.Sample> runs)
    {
        var shown = runs.Count > Most ? runs.Skip(runs.Count - Most).ToList() : runs;
        var values = shown.Where(r => Good(r)).Select(r => r.Value).OfType<float>().ToList();
        var (low, high) = values.Count == 0 ? (0f, 0f) : (Math.Min(0, values.Min()), values.Max());
        var bars = shown.Select((run, i) =>
        {
            var height = !Good(run) ? Height : run.Value is { } value && high > low ? 4 + ((value - low) / (high - low) * (Height - 10)) : 8;
            return new SparkBar((Most - shown.Count + i) * Step, Height - height, height, CheckLook.Of((CheckOutcome)run.Outcome).Tone);
        });
        var bad = shown.Count(r => !Good(r));
        return new([.. bars], shown.Count == 0 ? "no runs yet" : $"last {shown.Count} {(shown.Count == 1 ? "run" : "runs")}: {(bad == 0 ? "all good" : $"{bad} bad")}");
    }

    private static bool Good(History.Sample run) => run.Outcome is (short)CheckOutcome.Passed or (short)CheckOutcome.Warned;
}

internal sealed record SparkBar(double X, double Y, double Height, string Tone)
{
    public string Top => Y.ToString("0.#", CultureInfo.InvariantCulture);
    public string Tall => Height.ToString("0.#", CultureInfo.InvariantCulture);
}
