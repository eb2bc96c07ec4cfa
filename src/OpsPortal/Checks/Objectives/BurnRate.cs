namespace OpsPortal.Checks.Objectives;

/// <summary>Good and bad of one window.</summary>
public readonly record struct Tally(long Good, long Bad)
{
    public long All => Good + Bad;
}

/// <summary>
/// Error budgets: with an objective of 99.9 % a thousandth may be bad. A burn rate of 1 spends exactly that by the end of the window.
/// An alert takes a long window, so that it matters, and a short one, so that it is over when it is over (the multi-window,
/// multi-burn-rate alerts of Google's SRE workbook, chapter 5).
/// </summary>
public static class BurnRate
{
    public const double FastAt = 14.4, SlowAt = 6;
    public static readonly TimeSpan FastLong = TimeSpan.FromHours(1), FastShort = TimeSpan.FromMinutes(5), SlowLong = TimeSpan.FromHours(6), SlowShort = TimeSpan.FromMinutes(30);

    /// <summary>A single bad run in an hour of few is no burn.</summary>
    private const int LeastBad = 2;

    /// <summary>Null where nothing was measured.</summary>
    /// <param name="percent">The objective.</param>
    public static double? Of(double percent, Tally tally) => tally.All == 0 ? null : Of(percent, (double)tally.Good / tally.All);

    /// <param name="good">0 to 1.</param>
    public static double Of(double percent, double good) => (1 - good) / (1 - (percent / 100));

    /// <summary>Share of the budget that is left: 1 is all of it, 0 none, below 0 the objective is missed.</summary>
    public static double Left(double percent, double good) => 1 - Of(percent, good);

    public static BurnAlert Alert(double? hour, double? fiveMinutes, double? sixHours, double? halfHour) =>
        hour >= FastAt && fiveMinutes >= FastAt ? BurnAlert.Fast : sixHours >= SlowAt && halfHour >= SlowAt ? BurnAlert.Slow : BurnAlert.None;

    /// <summary>The same from runs, where few of them prove nothing.</summary>
    public static BurnAlert Alert(double percent, Tally hour, Tally fiveMinutes, Tally sixHours, Tally halfHour) => Alert(
        hour.Bad < LeastBad ? 0 : Of(percent, hour), Of(percent, fiveMinutes), sixHours.Bad < LeastBad ? 0 : Of(percent, sixHours), Of(percent, halfHour));

    public static string Sentence(BurnAlert alert, double percent, int days) => alert switch
    {
        BurnAlert.Fast => $"The error budget of {percent:0.###}% over {days} days burns more than {FastAt} times too fast, for an hour and still now",
        BurnAlert.Slow => $"The error budget of {percent:0.###}% over {days} days burns more than {SlowAt} times too fast, for six hours and still now",
        _ => "The error budget no longer burns too fast",
    };
}
