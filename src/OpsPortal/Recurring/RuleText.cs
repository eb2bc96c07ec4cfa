using System.Globalization;

namespace OpsPortal.Recurring;

/// <summary>Reads "FREQ=…;…" of RFC 5545 (3.3.10).</summary>
internal static class RuleText
{
    private const int MostCounted = 10_000;
    private const int LongestInterval = 100_000;
    private const string Known = "FREQ, INTERVAL, COUNT, UNTIL, BYMONTH, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYDAY, BYHOUR, BYMINUTE, BYSETPOS and WKST";
    private static readonly string[] Weekdays = ["SU", "MO", "TU", "WE", "TH", "FR", "SA"];

    public static Result<Rule> Read(string text, LocalClock clock)
    {
        Dictionary<string, string> parts = [];
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (part.Split('=', 2) is not [var name, { Length: > 0 } value]) return Problem.Invalid($"\"{part}\" is no part of a rule; a part looks like BYDAY=SU.");
            if (!parts.TryAdd(name.Trim().ToUpperInvariant(), value.Trim().ToUpperInvariant())) return Problem.Invalid($"{name} is there twice; put its values into one list, such as BYDAY=MO,WE.");
        }
        return new Reading(parts, clock).Rule();
    }

    private sealed class Reading(Dictionary<string, string> parts, LocalClock clock)
    {
        private string? wrong;

        public Result<Rule> Rule()
        {
            if (!parts.Remove("FREQ", out var freq)) return Problem.Invalid("FREQ is missing: YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY or MINUTELY.");
            if (freq == "SECONDLY") return Problem.Invalid("Nothing recurs every second here; the shortest is FREQ=MINUTELY.");
            if (!Enum.TryParse<Frequency>(freq, ignoreCase: true, out var frequency) || !char.IsLetter(freq[0])) return Problem.Invalid($"FREQ={freq}: it is YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY or MINUTELY.");
            if (parts.Remove("BYSECOND", out var second) && second != "0") Wrong("BYSECOND is not known here: times are whole minutes, or have the second of the start.");
            Rule rule = new(frequency, Number("INTERVAL", LongestInterval) ?? 1)
            {
                Count = Number("COUNT", MostCounted),
                Until = Until(),
                Months = List("BYMONTH", 1, 12),
                MonthDays = List("BYMONTHDAY", 1, 31, fromEnd: true),
                YearDays = List("BYYEARDAY", 1, 366, fromEnd: true),
                Weeks = List("BYWEEKNO", 1, 53, fromEnd: true),
                Days = Days(),
                Hours = List("BYHOUR", 0, 23),
                Minutes = List("BYMINUTE", 0, 59),
                Positions = List("BYSETPOS", 1, 366, fromEnd: true),
                WeekStart = parts.Remove("WKST", out var weekStart) ? Weekday(weekStart) ?? Wrong($"WKST={weekStart}: it is one of MO, TU, WE, TH, FR, SA, SU.", DayOfWeek.Monday) : DayOfWeek.Monday,
            };
            if (parts.Count > 0) Wrong($"{parts.Keys.First()} is not known. A rule has {Known}.");
            Judge(rule);
            return wrong is null ? rule : Problem.Invalid(wrong);
        }

        /// <summary>Combinations that RFC 5545 forbids, and that calendars read differently.</summary>
        private void Judge(Rule rule)
        {
            var f = rule.Frequency;
            if (rule is { Count: not null, Until: not null }) Wrong("COUNT and UNTIL exclude each other: say how often, or until when.");
            if (rule.Weeks.Count > 0 && f != Frequency.Yearly) Wrong("BYWEEKNO goes with FREQ=YEARLY only.");
            if (rule.YearDays.Count > 0 && f is Frequency.Monthly or Frequency.Weekly or Frequency.Daily) Wrong("BYYEARDAY does not go with MONTHLY, WEEKLY or DAILY; use FREQ=YEARLY.");
            if (rule.MonthDays.Count > 0 && f == Frequency.Weekly) Wrong("BYMONTHDAY does not go with WEEKLY; use FREQ=MONTHLY.");
            if (rule.Days.Any(d => d.Nth != 0) && f > Frequency.Monthly) Wrong("BYDAY with a number (1SA, -1FR) goes with MONTHLY and YEARLY only.");
            if (rule.Days.Any(d => d.Nth != 0) && rule.Weeks.Count > 0) Wrong("BYDAY with a number does not go with BYWEEKNO.");
        }

        private void Wrong(string why) => wrong ??= why;

        private T Wrong<T>(string why, T instead)
        {
            Wrong(why);
            return instead;
        }

        private int? Number(string name, int most) => !parts.Remove(name, out var text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most ? number
            : Wrong($"{name}={text}: it is a whole number from 1 to {most}.", 1);

        private IReadOnlyList<int> List(string name, int least, int most, bool fromEnd = false)
        {
            if (!parts.Remove(name, out var text)) return [];
            SortedSet<int> list = [];
            foreach (var one in text.Split(','))
                if (int.TryParse(one, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && (fromEnd ? Math.Abs(number) : number) >= least && (fromEnd ? Math.Abs(number) : number) <= most) list.Add(number);
                else Wrong($"{name}: \"{one}\" is not a number from {least} to {most}{(fromEnd ? $", or from -{most} to -{least} counted from the end" : "")}.");
            return [.. list];
        }

        private List<NthDay> Days()
        {
            if (!parts.Remove("BYDAY", out var text)) return [];
            HashSet<NthDay> days = [];
            foreach (var one in text.Split(',', StringSplitOptions.TrimEntries))
                if (one.Length >= 2 && Weekday(one[^2..]) is { } day && (one.Length == 2 || (int.TryParse(one[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var n) && Math.Abs(n) is >= 1 and <= 53)))
                    days.Add(new(one.Length == 2 ? 0 : int.Parse(one[..^2], CultureInfo.InvariantCulture), day));
                else Wrong($"BYDAY: \"{one}\" is no day. Days are MO, TU, WE, TH, FR, SA, SU; 1SA is the first Saturday, -1FR the last Friday.");
            return [.. days.OrderBy(d => d.Nth).ThenBy(d => ((int)d.Day + 6) % 7)];
        }

        private DateTimeOffset? Until()
        {
            if (!parts.Remove("UNTIL", out var text)) return null;
            if (LocalDate.Read(text, clock) is not { } until) return Wrong<DateTimeOffset?>($"UNTIL={text}: write 20301231 (that day included), 20301231T235959 (local) or 20301231T225959Z (UTC).", null);
            return until.IsDay ? clock.Instant(until.Local.AddDays(1)).At.AddTicks(-1) : until.At;
        }
    }

    internal static DayOfWeek? Weekday(string text) => Array.IndexOf(Weekdays, text) is >= 0 and var at ? (DayOfWeek)at : null;

    internal static string Code(DayOfWeek day) => Weekdays[(int)day];
}
