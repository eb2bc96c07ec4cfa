using OpsPortal.OnCall.Schedules;
using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Showing;

/// <summary>One day of a component, by the clock of its page.</summary>
/// <param name="Worst">Null before the component was there.</param>
/// <param name="Down">How long it was away, a partial outage counting three tenths.</param>
/// <param name="Length">23 or 25 hours on days on which clocks change; of today as much as has passed.</param>
public sealed record UptimeDay(DateOnly Date, ComponentState? Worst, TimeSpan Down, TimeSpan Length);

/// <summary>From times to days. Pure.</summary>
public static class Uptime
{
    public const int Days = 90;

    /// <summary>The last 90 days, today last.</summary>
    public static IReadOnlyList<UptimeDay> Of(ComponentView component, TimeZoneInfo zone, DateTimeOffset now)
    {
        var today = DateOnly.FromDateTime(WallClock.Local(zone, now));
        var days = new UptimeDay[Days];
        var starts = new DateTimeOffset[Days + 1];
        for (var at = 0; at <= Days; at++) starts[at] = WallClock.Instant(zone, today.AddDays(at - Days + 1).ToDateTime(TimeOnly.MinValue));
        for (var at = 0; at < Days; at++)
        {
            var (from, to) = (Later(starts[at], component.CreatedAt), starts[at + 1] < now ? starts[at + 1] : now);
            days[at] = to <= from ? new(today.AddDays(at - Days + 1), at == Days - 1 ? component.State : null, default, default) : Day(component, today.AddDays(at - Days + 1), from, to);
        }
        return days;
    }

    /// <summary>From 0 to 1; null where nothing is known. Neither slowness nor announced maintenance counts as being away.</summary>
    public static double? Share(IEnumerable<UptimeDay> days)
    {
        var (down, length) = days.Aggregate((Down: TimeSpan.Zero, Length: TimeSpan.Zero), (sum, day) => (sum.Down + day.Down, sum.Length + day.Length));
        return length > TimeSpan.Zero ? 1 - down / length : null;
    }

    private static UptimeDay Day(ComponentView component, DateOnly date, DateTimeOffset from, DateTimeOffset to)
    {
        var (worst, down) = (ComponentState.Operational, TimeSpan.Zero);
        foreach (var span in component.Spans)
        {
            var (begin, end) = (Later(span.From, from), span.To is { } over && over < to ? over : to);
            // What began and ended at one moment was never seen.
            if (end <= begin) continue;
            if (span.State > worst) worst = span.State;
            down += (end - begin) * (span.State switch { ComponentState.MajorOutage => 1, ComponentState.PartialOutage => 0.3, _ => 0 });
        }
        return new(date, worst, down < to - from ? down : to - from, to - from);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
