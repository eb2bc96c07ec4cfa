using OpsPortal.OnCall.Schedules;

namespace OpsPortal.Tests.OnCall.Schedules;

/// <summary>
/// The same question answered the slow way: a local clock is watched minute by minute, and each minute's owner is written into a list.
/// Knows nothing of offsets; a hand-over is the first minute at which the clock shows its time or a later one.
/// </summary>
internal sealed class SlowRota
{
    private readonly DateTimeOffset origin;
    private readonly DateTime[] latest;

    public SlowRota(TimeZoneInfo zone, DateTimeOffset origin, int minutes)
    {
        this.origin = origin;
        latest = new DateTime[minutes];
        for (var m = 0; m < minutes; m++)
        {
            var shown = TimeZoneInfo.ConvertTimeFromUtc(origin.UtcDateTime.AddMinutes(m), zone);
            latest[m] = m > 0 && latest[m - 1] > shown ? latest[m - 1] : shown;
        }
    }

    public int Minute(DateTimeOffset at) => (int)Math.Clamp((at - origin).TotalMinutes, 0, latest.Length);

    /// <summary>Owner and shadow of each minute.</summary>
    public (Guid?[] Owners, Guid?[] Shadows) Of(Schedule schedule)
    {
        var (owners, shadows) = (new Guid?[latest.Length], new Guid?[latest.Length]);
        foreach (var (at, edition) in schedule.Editions.Index())
        {
            var until = at + 1 < schedule.Editions.Count ? Minute(schedule.Editions[at + 1].ValidFrom) : latest.Length;
            var (own, beside) = (new Guid?[latest.Length], new Guid?[latest.Length]);
            foreach (var layer in edition.Layers) Write(layer, own, beside);
            for (var m = Minute(edition.ValidFrom); m < until; m++) (owners[m], shadows[m]) = (own[m], beside[m]);
        }
        foreach (var stand in schedule.Overrides)
            for (var m = Minute(stand.From); m < Minute(stand.To); m++) owners[m] = stand.Person;
        for (var m = 0; m < latest.Length; m++)
            if (shadows[m] == owners[m]) shadows[m] = null;
        return (owners, shadows);
    }

    private void Write(Layer layer, Guid?[] owners, Guid?[] shadows)
    {
        if (layer.People.Count == 0) return;
        var open = new bool[latest.Length];
        if (layer.Restrictions.Count == 0) Array.Fill(open, true);
        foreach (var restriction in layer.Restrictions)
            for (var date = DateOnly.FromDateTime(latest[0]).AddDays(-3); date <= DateOnly.FromDateTime(latest[^1]).AddDays(1); date = date.AddDays(1))
            {
                if (restriction.Days.Count > 0 && !restriction.Days.Contains(date.DayOfWeek)) continue;
                var ends = restriction.To > restriction.From ? date : date.AddDays(1);
                for (var m = First(date.ToDateTime(restriction.From)); m < First(ends.ToDateTime(restriction.To)); m++) open[m] = true;
            }

        var begins = layer.Start.ToDateTime(layer.HandOver);
        var handOver = begins;
        if (layer.Length is { Unit: TurnUnit.Weeks, Day: { } day })
            while (handOver.DayOfWeek != day) handOver = handOver.AddDays(-1);
        var turn = -1;
        for (var m = First(begins); m < latest.Length; m++)
        {
            while (latest[m] >= handOver)
            {
                turn++;
                handOver = layer.Length.Unit switch
                {
                    TurnUnit.Hours => handOver.AddHours(layer.Length.Count),
                    TurnUnit.Days => handOver.AddDays(layer.Length.Count),
                    _ => handOver.AddDays(7 * layer.Length.Count),
                };
            }
            if (!open[m]) continue;
            owners[m] = layer.People[turn % layer.People.Count];
            shadows[m] = layer.Shadows.Count == 0 ? null : layer.Shadows[turn % layer.Shadows.Count];
        }
    }

    private int First(DateTime shown)
    {
        var found = Array.BinarySearch(latest, shown);
        if (found < 0) return ~found;
        while (found > 0 && latest[found - 1] == shown) found--;
        return found;
    }
}
