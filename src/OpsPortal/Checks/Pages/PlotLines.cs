using System.Globalization;
using System.Text;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Judging;

namespace OpsPortal.Checks.Pages;

/// <summary>A time in which something was going on, drawn as a band behind the values.</summary>
public sealed record PlotSpan(DateTimeOffset From, DateTimeOffset To, string Text, string Link);

/// <summary>History as lines of a drawing, with thresholds and incidents. Pure, so that what is drawn can be tested.</summary>
/// <param name="Line">SVG path of the averages; a gap begins a new stroke.</param>
/// <param name="Range">SVG path of the area between least and most; empty where each point is a single run.</param>
/// <param name="Bounds">Thresholds that lie within the drawing: height, words, class.</param>
/// <param name="Bad">Where runs failed or warned: left edge, width, tone.</param>
internal sealed record PlotLines(
    string Line, string Range, IReadOnlyList<(string Y, string Text)> Levels, IReadOnlyList<(string Y, string Text, string Class)> Bounds, IReadOnlyList<(string X, string Width, string Tone)> Bad,
    IReadOnlyList<(string X, string Width, PlotSpan Span)> Spans, IReadOnlyList<(string X, string Text)> Moments)
{
    public const int Width = 720, Height = 200;

    public static PlotLines? Of(IReadOnlyList<HistoryPoint> points, DateTimeOffset from, DateTimeOffset to, Thresholds thresholds, IReadOnlyList<PlotSpan> spans)
    {
        if (points.Count == 0) return null;
        var seconds = (to - from).TotalSeconds;
        double X(DateTimeOffset at) => Math.Clamp((at - from).TotalSeconds / seconds, 0, 1) * Width;
        var values = points.SelectMany(p => new[] { p.Runs.Min, p.Runs.Average, p.Runs.Max }).OfType<float>().Select(v => (double)v).ToList();
        var (low, high) = Reach(values, thresholds);
        double Y(double value) => Height - ((value - low) / (high - low) * Height);
        var bounds = new (double? Value, string Text, string Class)[] { (thresholds.Target, "target", "target"), (thresholds.Acceptable, "acceptable", "acceptable") }
            .Where(b => b.Value >= low && b.Value <= high).Select(b => (At(Y(b.Value!.Value)), $"{b.Text} {thresholds.Comparison} {thresholds.Text(b.Value.Value)}", b.Class));
        var bad = points.Where(p => p.Runs.Failed + p.Runs.Warned + p.Runs.Unknown > 0).Select(p => (At(X(p.At)), At(Math.Max(2, X(p.At + p.Length) - X(p.At))), p.Runs.Failed > 0 ? "failed" : p.Runs.Warned > 0 ? "waiting" : "unknown"));
        return new(Path(points, X, Y), Area(points, X, Y), values.Count == 0 ? [] : [.. Ticks(low, high).Select(v => (At(Y(v)), thresholds.Text(v)))], [.. values.Count == 0 ? [] : bounds], [.. bad],
            [.. spans.Where(s => s.To > from && s.From < to).Select(s => (At(X(s.From)), At(Math.Max(3, X(s.To) - X(s.From))), s))], [.. Marks(from, to).Select(m => (At(X(m.At)), m.Text))]);
    }

    private static string Path(IReadOnlyList<HistoryPoint> points, Func<DateTimeOffset, double> x, Func<double, double> y)
    {
        var line = new StringBuilder();
        HistoryPoint? before = null;
        foreach (var point in points)
        {
            if (point.Runs.Average is not { } value) { before = null; continue; }
            // More than a few steps without a value is a gap, not a line.
            var goesOn = before is not null && point.At - before.At <= Gap(point.Length);
            line.Append(CultureInfo.InvariantCulture, $"{(goesOn ? 'L' : 'M')}{At(x(point.At + (point.Length / 2)))} {At(y(value))}");
            if (!goesOn) line.Append('h').Append("0.01");
            before = point;
        }
        return line.ToString();
    }

    private static string Area(IReadOnlyList<HistoryPoint> points, Func<DateTimeOffset, double> x, Func<double, double> y)
    {
        if (points.All(p => p.Runs.Min == p.Runs.Max)) return "";
        var area = new StringBuilder();
        foreach (var p in points.Where(p => p.Runs is { Min: not null, Max: not null }))
            area.Append(CultureInfo.InvariantCulture, $"M{At(x(p.At))} {At(y(p.Runs.Min!.Value))}H{At(x(p.At + p.Length))}V{At(y(p.Runs.Max!.Value))}H{At(x(p.At))}Z");
        return area.ToString();
    }

    private static TimeSpan Gap(TimeSpan length) => length * 3 > TimeSpan.FromMinutes(10) ? length * 3 : TimeSpan.FromMinutes(10);

    /// <summary>A threshold that is not much further away than the values belongs to the picture.</summary>
    private static (double Low, double High) Reach(List<double> values, Thresholds thresholds)
    {
        if (values.Count == 0) return (0, 1);
        var (low, high) = (Math.Min(0, values.Min()), values.Max());
        foreach (var bound in new[] { thresholds.Target, thresholds.Acceptable }.OfType<double>())
        {
            if (bound > high && (high == 0 || bound <= high * 3)) high = bound;
            if (bound < low) low = bound;
        }
        if (high <= low) high = low + Math.Max(1, Math.Abs(low));
        return (low, high + ((high - low) * 0.05));
    }

    private static IEnumerable<double> Ticks(double low, double high)
    {
        var rough = (high - low) / 4;
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = power * (rough / power switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });
        for (var level = Math.Ceiling(low / step) * step; level <= high + (step / 1000); level += step) yield return Math.Abs(level) < step / 1000 ? 0 : level;
    }

    /// <summary>Whole hours or days, about six of them.</summary>
    private static IEnumerable<(DateTimeOffset At, string Text)> Marks(DateTimeOffset from, DateTimeOffset to)
    {
        var hours = (to - from).TotalHours;
        var step = TimeSpan.FromHours(hours switch { <= 7 => 1, <= 26 => 4, <= 50 => 8, <= 24 * 8 => 24, <= 24 * 32 => 24 * 5, _ => 24 * 15 });
        for (var at = new DateTimeOffset(from.UtcTicks - (from.UtcTicks % step.Ticks) + step.Ticks, TimeSpan.Zero); at < to; at += step)
            yield return (at, step < TimeSpan.FromDays(1) ? at.ToString("HH:mm", CultureInfo.InvariantCulture) : at.ToString("d MMM", CultureInfo.InvariantCulture));
    }

    private static string At(double place) => place.ToString("0.#", CultureInfo.InvariantCulture);
}
