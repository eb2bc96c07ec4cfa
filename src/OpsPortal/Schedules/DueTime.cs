using OpsPortal.Recurring;

namespace OpsPortal.Schedules;

/// <summary>What is to be done about times that have come. Pure.</summary>
/// <param name="At">The latest of them.</param>
/// <param name="Runs">Whether it runs; otherwise it is skipped.</param>
/// <param name="Next">The first one that has not come.</param>
internal sealed record DueTime(DateTimeOffset At, bool Runs, string Reason, DateTimeOffset? Next)
{
    /// <summary>A portal that is restarted misses nothing.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(5);

    private const int MostCounted = 1000;
    private static readonly TimeSpan[] Windows = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(40), TimeSpan.FromDays(400)];

    /// <param name="first">The first one that has come; not after <paramref name="now"/>.</param>
    public static DueTime Of(Recurrence times, DateTimeOffset first, DateTimeOffset now, MissedRule rule)
    {
        var latest = Latest(times, first, now);
        var earlier = times.Between(first, latest).Take(MostCounted).Count();
        var late = now - latest > Grace;
        var runs = !late || rule == MissedRule.RunOnce;
        var missed = earlier == 0 ? "" : earlier == 1 ? "; one time before it was missed" : $"; {(earlier == MostCounted ? "at least " : "")}{earlier} times before it were missed";
        return new(latest, runs, runs ? $"{(late ? "Runs late, once, because its time was missed" : "Its time has come")}{missed}" : $"Its time was missed, and missed times are skipped{missed}", times.Next(now)?.At);
    }

    /// <summary>Looked for backwards: of a schedule of every minute that slept for a year, nobody counts the minutes.</summary>
    private static DateTimeOffset Latest(Recurrence times, DateTimeOffset first, DateTimeOffset now)
    {
        foreach (var window in Windows.Where(w => now - w > first))
            if (times.Between(now - window, now.AddTicks(1)).LastOrDefault() is { } found) return found.At;
        return times.Between(first, now.AddTicks(1)).LastOrDefault()?.At ?? first;
    }
}
