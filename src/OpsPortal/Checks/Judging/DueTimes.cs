namespace OpsPortal.Checks.Judging;

/// <summary>
/// When a check is looked at. Each has its own place within its interval, so that checks of one interval are spread over it and stay
/// spread; a little jitter keeps two checks from meeting at the same target for ever.
/// </summary>
public static class DueTimes
{
    /// <summary>Of the interval.</summary>
    private const double Jitter = 0.1;

    /// <summary>How late a check may be before the portal was away rather than busy.</summary>
    public static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);

    /// <summary>Over how long those that were missed are spread.</summary>
    private static readonly TimeSpan Spread = TimeSpan.FromMinutes(5);

    /// <summary>The next time after <paramref name="now"/>, at least half an interval away.</summary>
    public static DateTimeOffset Next(int check, TimeSpan interval, DateTimeOffset now)
    {
        var length = interval.Ticks;
        var phase = (long)(Share(check, -1) * length);
        var turn = (now.UtcTicks - phase + (length / 2)) / length + 1;
        return new((turn * length) + phase + (long)(Share(check, turn) * Jitter * length), TimeSpan.Zero);
    }

    /// <summary>The first time of a new check: soon, so that whoever made it sees it.</summary>
    public static DateTimeOffset First(DateTimeOffset now) => now;

    /// <summary>After an outage of the portal: one run each, spread over a few minutes, at most over the interval.</summary>
    public static DateTimeOffset AfterOutage(int check, TimeSpan interval, DateTimeOffset now) =>
        now + (TimeSpan.FromTicks(Math.Min(interval.Ticks, Spread.Ticks)) * Share(check, -2));

    /// <summary>From 0 to 1, the same for the same numbers wherever it is asked (SplitMix64).</summary>
    private static double Share(int check, long turn)
    {
        var x = ((ulong)(uint)check << 32) ^ (ulong)turn;
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return ((x ^ (x >> 31)) >> 11) / (double)(1UL << 53);
    }
}
