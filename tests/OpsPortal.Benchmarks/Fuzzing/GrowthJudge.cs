namespace OpsPortal.Benchmarks.Fuzzing;

/// <summary>
/// Whether a time grows faster than what it is spent on. One measurement proves nothing: a garbage collection or a method that is compiled
/// for the first time makes any of them great. So what looks steep is measured again, and the least time of each size counts.
/// </summary>
internal static class GrowthJudge
{
    /// <summary>Less says nothing: it is the processor time of a few garbage collections.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(250);

    /// <summary>Four times the size may take four times as long; in quadratic time it is sixteen times.</summary>
    private const double Most = 8;

    private const int Repeats = 5;

    /// <param name="time">Processor time for once, twice and four times the size.</param>
    /// <returns>The least times where they grow too fast; null where they do not.</returns>
    public static (TimeSpan Once, TimeSpan Twice, TimeSpan FourTimes)? Of(Func<int, TimeSpan> time)
    {
        var (once, twice, four) = (time(1), time(2), time(4));
        for (var i = 1; Steep(once, four); i++)
        {
            if (i == Repeats) return (once, twice, four);
            (once, twice, four) = (Least(once, time(1)), Least(twice, time(2)), Least(four, time(4)));
        }
        return null;
    }

    // where once is so short that noise decides, a tenth of the floor stands for it
    private static bool Steep(TimeSpan once, TimeSpan four) => four > Floor && four > Most * TimeSpan.FromTicks(Math.Max(once.Ticks, Floor.Ticks / 10));

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
