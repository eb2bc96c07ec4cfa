namespace OpsPortal.Recurring;

/// <summary>Tells whether a rule may fall on a day. What expands a rule and what limits it come to the same, seen from the day.</summary>
internal sealed class DayFilter(Rule rule)
{
    private readonly bool ofYear = rule is { Frequency: Frequency.Yearly, Months.Count: 0 };

    public bool Takes(DateOnly day) => Has(rule.Months, day.Month)
        && (rule.MonthDays.Count == 0 || rule.MonthDays.Contains(day.Day) || rule.MonthDays.Contains(day.Day - DateTime.DaysInMonth(day.Year, day.Month) - 1))
        && (rule.YearDays.Count == 0 || rule.YearDays.Contains(day.DayOfYear) || rule.YearDays.Contains(day.DayOfYear - DaysIn(day.Year) - 1))
        && (rule.Days.Count == 0 || TakesWeekday(day))
        && (rule.Weeks.Count == 0 || TakesWeek(day));

    private static bool Has(IReadOnlyList<int> list, int value) => list.Count == 0 || list.Contains(value);

    private bool TakesWeekday(DateOnly day)
    {
        foreach (var (nth, weekday) in rule.Days)
            if (weekday == day.DayOfWeek && (nth == 0 || nth == Nth(day) || nth == NthFromEnd(day))) return true;
        return false;
    }

    private int Nth(DateOnly day) => ((ofYear ? day.DayOfYear : day.Day) - 1) / 7 + 1;

    private int NthFromEnd(DateOnly day) => -(((ofYear ? DaysIn(day.Year) - day.DayOfYear : DateTime.DaysInMonth(day.Year, day.Month) - day.Day) / 7) + 1);

    private bool TakesWeek(DateOnly day)
    {
        var (year, week) = Week(day);
        return rule.Weeks.Contains(week) || rule.Weeks.Contains(week - Week(new DateOnly(year, 12, 28)).Number - 1);
    }

    /// <summary>A week belongs to the year that has most of it (ISO 8601, with any first day of the week).</summary>
    private (int Year, int Number) Week(DateOnly day)
    {
        var middle = day.AddDays(3 - (((int)day.DayOfWeek - (int)rule.WeekStart + 7) % 7));
        return (middle.Year, ((middle.DayOfYear - 1) / 7) + 1);
    }

    private static int DaysIn(int year) => DateTime.IsLeapYear(year) ? 366 : 365;
}
