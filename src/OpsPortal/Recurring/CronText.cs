using System.Globalization;

namespace OpsPortal.Recurring;

/// <summary>
/// Reads cron: minute, hour, day of month, month, day of week. Where both kinds of days are limited, either is enough, as in cron itself.
/// A star for hours means the time that passes: in the hour that clocks repeat it falls again, and for the hour that they skip it does not
/// make up. Hours that are named follow the local clock: once on each day, later by the jump where the hour is skipped.
/// </summary>
internal static class CronText
{
    private sealed record Field(string Name, int Least, int Most, string[] Names);

    private static readonly Field[] Fields =
    [
        new("minute", 0, 59, []), new("hour", 0, 23, []), new("day of month", 1, 31, []),
        new("month", 1, 12, ["", "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]),
        new("day of week", 0, 7, ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]),
    ];

    private static readonly Dictionary<string, string> Nicknames = new()
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    public static Result<IReadOnlyList<Rule>> Read(string text)
    {
        if (text[0] == '@' && !Nicknames.TryGetValue(text.ToLowerInvariant(), out text!)) return Problem.Invalid("After @ comes yearly, monthly, weekly, daily or hourly.");
        var words = text.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 6 or 7) return Problem.Invalid("Cron has five fields here: minute, hour, day of month, month, day of week. Leave the seconds (and the year) out.");
        if (words.Length != 5) return Problem.Invalid($"\"{text}\" is neither a rule (FREQ=WEEKLY;BYDAY=SU) nor cron, which has five fields: minute, hour, day of month, month, day of week, such as 0 2 * * 0.");
        var values = new List<int>[5];
        for (var i = 0; i < 5; i++)
        {
            var read = Values(Fields[i], words[i].ToUpperInvariant());
            if (!read.Succeeded) return read.Problem;
            values[i] = read.Value;
        }
        Rule common = new(Frequency.Daily)
        {
            Minutes = values[0],
            Hours = values[1],
            Months = values[3].Count == 12 ? [] : values[3],
            Continuous = words[1][0] == '*',
        };
        List<NthDay> weekdays = values[4].Select(d => d % 7).Distinct().Order().Select(d => new NthDay(0, (DayOfWeek)d)).ToList() is { Count: < 7 } some ? some : [];
        List<int> days = values[2].Count == 31 ? [] : [.. values[2]];
        var either = days.Count > 0 && weekdays.Count > 0 && IsNamed(words[2]) && IsNamed(words[4]);
        return either ? new List<Rule> { common with { MonthDays = days }, common with { Days = weekdays } } : new List<Rule> { common with { MonthDays = days, Days = weekdays } };
    }

    private static bool IsNamed(string field) => field[0] is not ('*' or '?');

    private static Result<List<int>> Values(Field field, string text)
    {
        SortedSet<int> values = [];
        foreach (var item in text.Split(','))
        {
            var (range, step) = item.Split('/') switch { [var all] => (all, 1), [var all, var by] => (all, Number(by) ?? 0), _ => ("", 0) };
            if (step is < 1 or > 366) return Problem.Invalid($"Cron, {field.Name}: \"{item}\" has a step that is no number; */15 is every fifteenth.");
            var ends = range is "*" or "?" ? [field.Least, field.Most == 7 ? 6 : field.Most] : range.Split('-').Select(e => Value(field, e)).ToArray();
            if (ends.Length is 0 or > 2 || ends.Contains(null)) return Problem.Invalid(Why(field, item));
            var (first, last) = (ends[0]!.Value, ends.Length == 2 ? ends[1]!.Value : item.Contains('/') ? field.Most == 7 ? 6 : field.Most : ends[0]!.Value);
            if (first > last) return Problem.Invalid($"Cron, {field.Name}: \"{item}\" runs backwards; write two ranges, such as {first}-{field.Most},{field.Least}-{last}.");
            for (var value = first; value <= last; value += step) values.Add(value);
        }
        return values.ToList();
    }

    private static string Why(Field field, string item) => item.IndexOfAny(['L', 'W', '#']) >= 0 && field.Name.StartsWith("day", StringComparison.Ordinal) && !field.Names.Any(n => n.Length > 0 && item.Contains(n, StringComparison.Ordinal))
        ? $"Cron, {field.Name}: \"{item}\" is an addition that not every cron has. Write a rule: FREQ=MONTHLY;BYMONTHDAY=-1 is the last day, FREQ=MONTHLY;BYDAY=1SA the first Saturday."
        : $"Cron, {field.Name}: \"{item}\" is not a number from {field.Least} to {field.Most}{(field.Names.Length > 0 ? $", nor a name such as {field.Names[^1]}" : "")}.";

    private static int? Value(Field field, string text) => Number(text) is { } number ? number >= field.Least && number <= field.Most ? number : null
        : text.Length > 0 && Array.IndexOf(field.Names, text) is >= 0 and var at ? at : null;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
