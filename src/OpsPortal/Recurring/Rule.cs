namespace OpsPortal.Recurring;

internal enum Frequency { Yearly, Monthly, Weekly, Daily, Hourly, Minutely }

/// <param name="Nth">Of the month or year, from its end where negative; 0 is every one.</param>
internal readonly record struct NthDay(int Nth, DayOfWeek Day);

/// <summary>A rule as RFC 5545 (3.3.10) has it. Lists are sorted, without doubles, and empty where the rule does not limit by them.</summary>
internal sealed record Rule(Frequency Frequency, int Interval = 1)
{
    /// <summary>How many local times, at most; counted before one of them is moved or left out.</summary>
    public int? Count { get; init; }

    /// <summary>The last one is not after this.</summary>
    public DateTimeOffset? Until { get; init; }

    public IReadOnlyList<int> Months { get; init; } = [];
    public IReadOnlyList<int> MonthDays { get; init; } = [];
    public IReadOnlyList<int> YearDays { get; init; } = [];
    public IReadOnlyList<int> Weeks { get; init; } = [];
    public IReadOnlyList<NthDay> Days { get; init; } = [];
    public IReadOnlyList<int> Hours { get; init; } = [];
    public IReadOnlyList<int> Minutes { get; init; } = [];
    public IReadOnlyList<int> Positions { get; init; } = [];
    public DayOfWeek WeekStart { get; init; } = DayOfWeek.Monday;

    /// <summary>It follows the time that passes, not the clock: a repeated hour counts twice, a skipped one not at all. Of cron with a star for hours.</summary>
    public bool Continuous { get; init; }

    public bool BySubDay => Frequency >= Frequency.Hourly;

    /// <summary>What the rule leaves open is taken from its start.</summary>
    public Rule With(DateTime start)
    {
        var open = Weeks.Count + YearDays.Count + MonthDays.Count + Days.Count == 0;
        return this with
        {
            Months = open && Months.Count == 0 && Frequency == Frequency.Yearly ? [start.Month] : Months,
            MonthDays = open && Frequency <= Frequency.Monthly ? [start.Day] : MonthDays,
            Days = open && Frequency == Frequency.Weekly ? [new(0, start.DayOfWeek)] : Days,
            Hours = Hours.Count == 0 && !BySubDay ? [start.Hour] : Hours,
            Minutes = Minutes.Count == 0 && Frequency != Frequency.Minutely ? [start.Minute] : Minutes,
        };
    }
}
