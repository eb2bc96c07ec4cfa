namespace OpsPortal.Recurring;

/// <summary>Lays out a rule's local times, in order, as if clocks never changed.</summary>
internal sealed class RuleWalk(Rule rule, DateTime start)
{
    /// <summary>So many days and times are examined for the next one; then there is none. It is about 270 years of days.</summary>
    public const int Allowance = 100_000;

    private static readonly DateTime End = new(9998, 1, 1);
    private readonly DayFilter filter = new(rule);
    private readonly List<TimeSpan> times = [.. rule.Hours.SelectMany(h => rule.Minutes.Select(m => new TimeSpan(h, m, start.Second)))];

    /// <summary>Every one that is not before <paramref name="wall"/> and not before the start.</summary>
    public IEnumerable<DateTime> From(DateTime wall) => From(wall, new Budget(long.MaxValue));

    /// <param name="budget">Of the whole walk.</param>
    public IEnumerable<DateTime> From(DateTime wall, Budget budget)
    {
        if (wall < start) wall = start;
        foreach (var found in rule.BySubDay ? Grid(wall, budget) : Periods(wall, budget))
        {
            if (found < wall) continue;
            budget.Found();
            yield return found;
        }
    }

    /// <summary>What a walk may cost, in days and times examined.</summary>
    public sealed class Budget(long total)
    {
        private long used, sinceFound;

        public bool IsSpent => used > total;
        public bool IsOver => sinceFound > Allowance || IsSpent;

        public void Use()
        {
            used++;
            sinceFound++;
        }

        public void Found() => sinceFound = 0;
    }

    private bool Takes(DateTime day, Budget budget)
    {
        budget.Use();
        return filter.Takes(DateOnly.FromDateTime(day));
    }

    /// <summary>Years, months, weeks, days: the days that are taken, at each of the rule's times.</summary>
    private IEnumerable<DateTime> Periods(DateTime wall, Budget budget)
    {
        for (var period = Number(wall) / rule.Interval; Begin(period * rule.Interval) is { } begin && !budget.IsOver; period++)
        {
            var days = DaysOf(begin).TakeWhile(_ => !budget.IsOver).Where(d => Takes(d, budget));
            if (rule.Positions.Count == 0)
                foreach (var day in days.SkipWhile(d => d < wall.Date))
                    foreach (var at in times) yield return day + at;
            else if (days.ToList() is { Count: > 0 } taken)
                foreach (var at in Chosen(taken.Count * times.Count)) yield return taken[at / times.Count] + times[at % times.Count];
        }
    }

    /// <summary>Of the period in which a day lies, counted from that of the start.</summary>
    private long Number(DateTime day) => rule.Frequency switch
    {
        Frequency.Yearly => day.Year - start.Year,
        Frequency.Monthly => ((day.Year - start.Year) * 12) + day.Month - start.Month,
        Frequency.Weekly => (FirstOfWeek(day) - FirstOfWeek(start)).Days / 7,
        _ => (day.Date - start.Date).Days,
    };

    private DateTime? Begin(long period)
    {
        var months = rule.Frequency switch { Frequency.Yearly => period * 12, Frequency.Monthly => period + start.Month - 1, _ => 0 };
        if (rule.Frequency <= Frequency.Monthly) return start.Year + (months / 12) < End.Year ? new DateTime((int)(start.Year + (months / 12)), (int)(months % 12) + 1, 1) : null;
        var (first, days) = rule.Frequency == Frequency.Weekly ? (FirstOfWeek(start), period * 7) : (start.Date, period);
        return days < (End - first).Days ? first.AddDays(days) : null;
    }

    private IEnumerable<DateTime> DaysOf(DateTime begin) => rule.Frequency switch
    {
        Frequency.Yearly => (rule.Months.Count == 0 ? Enumerable.Range(1, 12) : rule.Months).SelectMany(m => Month(new DateTime(begin.Year, m, 1))),
        Frequency.Monthly => Month(begin),
        Frequency.Weekly => Enumerable.Range(0, 7).Select(d => begin.AddDays(d)),
        _ => [begin],
    };

    private static IEnumerable<DateTime> Month(DateTime first) => Enumerable.Range(0, DateTime.DaysInMonth(first.Year, first.Month)).Select(d => first.AddDays(d));

    private DateTime FirstOfWeek(DateTime day) => (int)day.DayOfWeek - (int)rule.WeekStart is var over && day.Date < DateTime.MinValue.AddDays(7) ? day.Date : day.Date.AddDays(-((over + 7) % 7));

    /// <summary>Hours and minutes, counted on from the start; a day that is not taken is passed over at once.</summary>
    private IEnumerable<DateTime> Grid(DateTime wall, Budget budget)
    {
        var hourly = rule.Frequency == Frequency.Hourly;
        var unit = hourly ? TimeSpan.TicksPerHour : TimeSpan.TicksPerMinute;
        var (origin, step) = (start.Ticks - (start.Ticks % unit), unit * rule.Interval);
        for (var at = From(wall.Ticks - (wall.Ticks % unit)); at < End.Ticks && !budget.IsOver;)
        {
            DateTime time = new(at);
            if (!Takes(time.Date, budget))
            {
                at = From(time.Date.AddDays(1).Ticks);
                continue;
            }
            if (rule.Hours.Count == 0 || rule.Hours.Contains(time.Hour))
            {
                IReadOnlyList<int> minutes = hourly ? rule.Minutes : rule.Minutes.Count == 0 || rule.Minutes.Contains(time.Minute) ? [0] : [];
                foreach (var minute in rule.Positions.Count == 0 ? minutes : Chosen(minutes.Count).Select(i => minutes[i])) yield return time.AddMinutes(minute).AddSeconds(start.Second);
            }
            at += step;
        }

        long From(long ticks) => origin + ((Math.Max(0, ticks - origin) + step - 1) / step * step);
    }

    /// <summary>Places of BYSETPOS in a period's times.</summary>
    private IEnumerable<int> Chosen(int count) => rule.Positions.Select(p => p > 0 ? p - 1 : count + p).Where(p => p >= 0 && p < count).Distinct().Order();
}
