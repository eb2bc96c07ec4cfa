using System.Globalization;

namespace OpsPortal.Recurring;

/// <summary>Says in words what a recurrence is.</summary>
public static class RecurrenceText
{
    private static readonly string[] Ordinals = ["", "first", "second", "third", "fourth", "fifth"];
    private static readonly int[] MondayToFriday = [1, 2, 3, 4, 5];

    /// <summary>"every Sunday at 02:00 UTC", "on the first Saturday of every month at 02:00 Europe/Berlin".</summary>
    public static string Sentence(Recurrence recurrence)
    {
        List<string> parts = [.. recurrence.Rules.Select(r => Of(r, recurrence.Start))];
        var text = parts.Count > 0 ? $"{string.Join(", and ", parts)} {recurrence.Zone.Id}" : "";
        if (recurrence.Added is [var first, ..])
            text += parts.Count == 0 ? $"on {And(recurrence.Added.Take(3).Select(a => a.Local.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)))}{(recurrence.Added.Count > 3 ? $" and {recurrence.Added.Count - 3} more" : "")} {recurrence.Zone.Id}"
                : recurrence.Added.Count == 1 ? $", and on {first.Local.ToString("d MMM yyyy HH:mm", CultureInfo.InvariantCulture)}" : $", and at {recurrence.Added.Count} further times";
        if (recurrence.Removed > 0) text += recurrence.Removed == 1 ? ", with one exception" : $", with {recurrence.Removed} exceptions";
        return text;

        string Of(Rule rule, DateTime start) => (rule.BySubDay ? SubDay(rule) : $"{Days(rule)} {Times(rule)}".Trim())
            + (rule.Count is { } count ? count == 1 ? ", once" : $", {count} times" : "")
            + (rule.Until is { } until ? $", until {new LocalClock(recurrence.Zone).Show(until).ToString("d MMM yyyy", CultureInfo.InvariantCulture)}" : "");
    }

    private static string SubDay(Rule rule)
    {
        var unit = rule.Frequency == Frequency.Hourly ? "hour" : "minute";
        var text = rule.Interval == 1 ? $"every {unit}" : $"every {rule.Interval} {unit}s";
        if (rule.Frequency == Frequency.Hourly && rule.Minutes is not [0]) text += $" at minute {And(rule.Minutes.Select(m => $"{m}"))}";
        if (rule.Frequency == Frequency.Minutely && rule.Minutes.Count > 0) text += $" in minute {And(rule.Minutes.Select(m => $"{m}"))}";
        if (rule.Hours.Count > 0) text += $" from {And(Ranges(rule.Hours).Select(r => $"{r.From:00}:00 to {(r.To + 1) % 24:00}:00"))}";
        var days = Days(rule with { Frequency = Frequency.Daily, Interval = 1 });
        return days == "every day" ? text : $"{text}, {days}";
    }

    private static string Times(Rule rule)
    {
        var (hours, minutes) = (rule.Hours, rule.Minutes);
        var by = Step(minutes, 60);
        if (by > 1 || minutes.Count > 4)
        {
            var often = by > 1 ? $"every {by} minutes" : minutes.Count == 60 ? "every minute" : $"at minutes {And(minutes.Select(m => $"{m}"))}";
            return hours.Count == 24 ? often : $"{often} from {And(Ranges(hours).Select(r => $"{r.From:00}:00 to {(r.To + 1) % 24:00}:00"))}";
        }
        if (hours.Count == 24) return minutes is [0] ? "every hour" : $"every hour at minute {And(minutes.Select(m => $"{m}"))}";
        if (Step(hours, 24) is > 1 and var every && hours.Count > 2) return $"every {every} hours{(minutes is [0] ? "" : $" at minute {And(minutes.Select(m => $"{m}"))}")}";
        if (hours.Count > 4 && Ranges(hours) is [var range]) return $"every hour from {range.From:00}:{minutes[0]:00} to {range.To:00}:{minutes[^1]:00}";
        return $"at {And(hours.SelectMany(h => minutes.Select(m => $"{h:00}:{m:00}")))}";
    }

    private static string Days(Rule rule)
    {
        var months = rule.Months.Count == 0 ? "" : And(rule.Months.Select(m => CultureInfo.InvariantCulture.DateTimeFormat.GetMonthName(m)));
        var every = Every(rule);
        var which = Which(rule);
        if (which is null)
            return months.Length == 0 ? every : rule.Frequency == Frequency.Monthly ? $"{every} in {months}" : $"every day in {months}{(rule.Interval > 1 ? $", {every}" : "")}";
        if (rule.Frequency == Frequency.Weekly || (rule.Frequency == Frequency.Daily && rule.MonthDays.Count == 0))
        {
            var named = rule.Interval == 1 && !which.StartsWith("on ", StringComparison.Ordinal) ? $"every {which}" : $"{every} on {which}";
            return months.Length == 0 ? named : $"{named} in {months}";
        }
        if (rule.Frequency == Frequency.Yearly) return months.Length > 0 ? $"{which} of {months}{(rule.Interval > 1 ? $", {every}" : "")}" : $"{which} of {every}";
        return months.Length > 0 ? $"{which} of {months}{(rule.Interval > 1 ? $", {every}" : "")}" : $"{which} of {(rule.Frequency == Frequency.Daily ? "every month" : every)}";
    }

    private static string Every(Rule rule) => rule.Frequency switch
    {
        Frequency.Yearly => "year",
        Frequency.Monthly => "month",
        Frequency.Weekly => "week",
        _ => "day",
    } is var unit && rule.Interval == 1 ? $"every {unit}" : $"every {rule.Interval} {unit}s";

    /// <summary>Null where the rule limits no days.</summary>
    private static string? Which(Rule rule)
    {
        List<string> parts = [];
        if (rule.Days.Count > 0)
        {
            var plain = rule.Days.Where(d => d.Nth == 0).Select(d => d.Day).ToList();
            var weekdays = plain.Count == 5 && plain.Select(d => (int)d).Order().SequenceEqual(MondayToFriday) ? "Monday to Friday" : And(plain.OrderBy(d => ((int)d + 6) % 7).Select(d => $"{d}"));
            var numbered = rule.Days.Where(d => d.Nth != 0).GroupBy(d => d.Day).Select(g => $"the {And(g.Select(d => Ordinal(d.Nth)))} {g.Key}");
            if (rule.Frequency >= Frequency.Weekly) parts.Add(weekdays);
            else parts.Add($"on {And(numbered.Concat(plain.Count > 0 ? [(rule.Positions.Count > 0 ? $"the {And(rule.Positions.Select(Ordinal))} of " : "every ") + weekdays] : []))}");
        }
        if (rule.MonthDays.Count > 0) parts.Add($"on {And(rule.MonthDays.Where(d => d > 0).Select(d => $"day {d}").Concat(rule.MonthDays.Where(d => d < 0).Select(d => d == -1 ? "the last day" : $"the {Ordinal(d)} day")))}");
        if (rule.YearDays.Count > 0) parts.Add($"on day {And(rule.YearDays.Select(d => d > 0 ? $"{d}" : $"{-d} from the end"))}");
        if (rule.Weeks.Count > 0) parts.Add($"in week {And(rule.Weeks.Select(w => w > 0 ? $"{w}" : $"{-w} from the end"))}");
        if (parts.Count == 0) return null;
        var text = string.Join(", ", parts);
        return rule.Positions.Count > 0 && !(rule.Days.Any(d => d.Nth == 0) && rule.Frequency < Frequency.Weekly) ? $"{text} (the {And(rule.Positions.Select(Ordinal))} of these)" : text;
    }

    private static string Ordinal(int n) => n switch
    {
        -1 => "last",
        < 0 => $"{Ordinal(-n)} to last",
        < 6 => Ordinals[n],
        _ => (n % 100) is 11 or 12 or 13 ? $"{n}th" : (n % 10) switch { 1 => $"{n}st", 2 => $"{n}nd", 3 => $"{n}rd", _ => $"{n}th" },
    };

    /// <summary>How far apart, where the values go all around at equal distances from 0; else 0.</summary>
    private static int Step(IReadOnlyList<int> values, int round)
    {
        if (values.Count < 2 || values[0] != 0 || round % values.Count != 0) return 0;
        var step = round / values.Count;
        return values.Index().All(v => v.Item == v.Index * step) ? step : 0;
    }

    private static List<(int From, int To)> Ranges(IReadOnlyList<int> values)
    {
        List<(int From, int To)> ranges = [];
        foreach (var value in values)
            if (ranges is [.., var last] && last.To + 1 == value) ranges[^1] = (last.From, value);
            else ranges.Add((value, value));
        return ranges;
    }

    private static string And(IEnumerable<string> items) => items.ToList() switch { [] => "", [var one] => one, [.. var most, var last] => $"{string.Join(", ", most)} and {last}" };
}
