using System.Globalization;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>A plot as lines of a drawing. Pure, so that what is drawn can be tested.</summary>
/// <param name="Lines">An SVG path for each series; a gap begins a new stroke.</param>
/// <param name="Levels">Values of the horizontal lines, with their height in the drawing.</param>
internal sealed record PlotShape(IReadOnlyList<string> Lines, IReadOnlyList<(double Y, string Text)> Levels, DateTimeOffset From, DateTimeOffset To)
{
    public const int Width = 640;
    public const int Height = 180;
    public const int Most = 8;

    public static PlotShape? Of(ResultPlot plot)
    {
        var points = plot.Series.Take(Most).SelectMany(s => s.Points).Where(p => p.Value is { } v && double.IsFinite(v)).ToList();
        if (points.Count == 0) return null;
        var (from, to) = (points.Min(p => p.At), points.Max(p => p.At));
        var (low, high) = Range(points.Min(p => p.Value!.Value), points.Max(p => p.Value!.Value));
        var seconds = Math.Max(1, (to - from).TotalSeconds);
        double X(DateTimeOffset at) => (at - from).TotalSeconds / seconds * Width;
        double Y(double value) => Height - (value - low) / (high - low) * Height;
        var levels = Ticks(low, high).Select(v => (Y(v), Text(v))).ToList();
        return new([.. plot.Series.Take(Most).Select(s => Line(s, X, Y))], levels, from, to);
    }

    private static string Line(PlotSeries series, Func<DateTimeOffset, double> x, Func<double, double> y)
    {
        var line = new System.Text.StringBuilder();
        var pen = 'M';
        foreach (var point in series.Points)
        {
            if (point.Value is not { } value || !double.IsFinite(value))
            {
                pen = 'M';
                continue;
            }
            line.Append(CultureInfo.InvariantCulture, $"{pen}{x(point.At):0.#} {y(value):0.#}");
            pen = 'L';
        }
        return line.ToString();
    }

    /// <summary>Round numbers between the ends, four or so.</summary>
    private static IEnumerable<double> Ticks(double low, double high)
    {
        var rough = (high - low) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (var level = Math.Ceiling(low / step) * step; level <= high + step / 1000; level += step) yield return Math.Abs(level) < step / 1000 ? 0 : level;
    }

    /// <summary>Zero is a level wherever it is near; a flat line stands in the middle.</summary>
    private static (double Low, double High) Range(double low, double high)
    {
        if (low > 0 && low < high / 2) low = 0;
        if (high > low) return (low, high);
        var around = Math.Max(1, Math.Abs(low) / 2);
        return (low - around, high + around);
    }

    public static string Text(double value) => Math.Abs(value) switch
    {
        0 => "0",
        >= 1e9 => (value / 1e9).ToString("0.##", CultureInfo.InvariantCulture) + " G",
        >= 1e6 => (value / 1e6).ToString("0.##", CultureInfo.InvariantCulture) + " M",
        >= 1e4 => (value / 1e3).ToString("0.##", CultureInfo.InvariantCulture) + " k",
        < 0.001 => value.ToString("0.##e0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.###", CultureInfo.InvariantCulture),
    };
}
