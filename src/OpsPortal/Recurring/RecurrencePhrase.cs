using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Recurring;

/// <summary>When something recurs, as runbooks say it: "weekly Sunday 02:00-04:00 UTC", "monthly, first Saturday 02:00-06:00 UTC".</summary>
/// <param name="Rule">For <see cref="Recurrence.Parse"/>, with its hour and minute.</param>
/// <param name="Length">From the first time to the second one; null where only one is named.</param>
/// <param name="Zone">IANA.</param>
public sealed partial record RecurrencePhrase(string Rule, TimeSpan? Length, string Zone)
{
    private static readonly string[] Days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    private static readonly string[] Months = ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];
    private static readonly Dictionary<string, int> Ordinals = new() { ["first"] = 1, ["second"] = 2, ["third"] = 3, ["fourth"] = 4, ["fifth"] = 5, ["last"] = -1, ["1st"] = 1, ["2nd"] = 2, ["3rd"] = 3, ["4th"] = 4, ["5th"] = 5 };
    private static readonly string[] Abbreviations = ["est", "edt", "cst", "cdt", "mst", "mdt", "pst", "pdt", "cet", "cest", "bst", "ist", "jst", "eet", "eest", "aest"];
    private static readonly string[] Filler = ["time", "window", "maintenance", "at", "on", "every", "each", "the", "of", "from", "in", "and", "a", "month", "week", "day", "between"];

    /// <param name="zone">Where the text names none.</param>
    /// <returns>Invalid with a sentence that names the word which is not understood, or what is missing.</returns>
    public static Result<RecurrencePhrase> Read(string text, string zone = "UTC")
    {
        if (text.Length > 200) return Problem.Invalid("That is too long for a time; write it as \"weekly Sunday 02:00-04:00 UTC\".");
        List<(int Hour, int Minute)> times = [];
        var rest = Clock().Replace(Plain(text), m =>
        {
            if (Time(m) is { } time) times.Add(time);
            return " ";
        });
        if (times.Count > 2) return Problem.Invalid("There are more than two times; name the one at which it begins, and the one at which it ends.");
        var words = Word().Matches(rest).Select(m => m.Value.Trim('.', '-', '/')).Where(w => w.Length > 0).ToList();
        Reading reading = new(zone);
        for (var i = 0; i < words.Count; i++)
            if (reading.Take(words, ref i) is { } problem) return problem;
        if (times.Count == 0 && !reading.IsOften) return Problem.Invalid("The time of day is missing, such as 02:00.");
        var rule = reading.Rule();
        if (!rule.Succeeded) return rule.Problem;
        if (Recurrence.FindZone(reading.Zone) is null) return Problem.Invalid($"There is no time zone \"{reading.Zone}\"; one is called Europe/Berlin, America/New_York or UTC.");
        TimeSpan? length = times is [var from, var to] ? TimeSpan.FromMinutes((((to.Hour - from.Hour) * 60) + to.Minute - from.Minute + 1440 - 1) % 1440 + 1) : null;
        return new RecurrencePhrase(times.Count == 0 ? rule.Value : $"{rule.Value};BYHOUR={times[0].Hour};BYMINUTE={times[0].Minute}", length, reading.Zone);
    }

    private static string Plain(string text) => text.Replace("**", " ", StringComparison.Ordinal).Replace("midnight", "00:00", StringComparison.OrdinalIgnoreCase).Replace("noon", "12:00", StringComparison.OrdinalIgnoreCase);

    private static (int, int)? Time(Match match)
    {
        var hour = int.Parse(match.Groups["h"].Value, CultureInfo.InvariantCulture);
        var minute = match.Groups["m"].Success ? int.Parse(match.Groups["m"].Value, CultureInfo.InvariantCulture) : 0;
        var half = match.Groups["half"].Value.ToUpperInvariant();
        if (half.Length > 0) hour = hour is < 1 or > 12 ? 99 : (hour % 12) + (half[0] == 'P' ? 12 : 0);
        return hour == 24 && minute == 0 ? (0, 0) : hour < 24 && minute < 60 ? (hour, minute) : null;
    }

    private sealed class Reading(string zone)
    {
        private string? frequency;
        private int interval = 1;
        private readonly List<string> days = [];
        private readonly List<int> monthDays = [], months = [], ordinals = [];

        public string Zone { get; private set; } = zone;
        public bool IsOften => frequency is "HOURLY" or "MINUTELY";

        public Problem? Take(List<string> words, ref int at)
        {
            var word = words[at].ToLowerInvariant();
            var next = at + 1 < words.Count ? words[at + 1].ToLowerInvariant() : "";
            if (word is "daily" or "nightly" || (word is "every" or "each" && next is "day" or "night")) return As("DAILY");
            if (word is "weekly" or "week" && frequency is null) return As("WEEKLY");
            if (word is "biweekly" or "fortnightly" or "bi-weekly") return As("WEEKLY", 2);
            if (word is "monthly" or "month" && (frequency is null || word == "monthly")) return As("MONTHLY");
            if (word is "quarterly") return As("MONTHLY", 3);
            if (word is "yearly" or "annually" or "annual") return As("YEARLY");
            if (word is "hourly" or "hour") return As("HOURLY");
            if (word is "weekdays" or "weekday" or "workdays" or "workday") return Add("MO", "TU", "WE", "TH", "FR");
            if (word is "weekend" or "weekends") return Add("SA", "SU");
            if (word is "other" && words.Take(at).LastOrDefault()?.ToLowerInvariant() == "every") { interval = 2; return null; }
            if (int.TryParse(word, out var number) && Unit(next) is { } unit)
            {
                at++;
                return As(unit, number);
            }
            if (Ordinals.TryGetValue(word, out var ordinal) && (Day(next) is not null || next is "day" or "and" || Ordinals.ContainsKey(next)))
            {
                if (next == "day")
                {
                    at++;
                    monthDays.Add(ordinal);
                    frequency ??= "MONTHLY";
                }
                else ordinals.Add(ordinal);
                return null;
            }
            if (Day(word) is { } day)
            {
                days.AddRange(ordinals.Count > 0 ? ordinals.Select(o => $"{o}{day}") : [day]);
                ordinals.Clear();
                return null;
            }
            if (word == "day" && int.TryParse(next, out var of))
            {
                at++;
                return OnDay(of);
            }
            if (NumberWithEnding().Match(word) is { Success: true } numbered) return OnDay(int.Parse(numbered.Groups[1].Value, CultureInfo.InvariantCulture));
            if (Month(word) is > 0 and var month)
            {
                months.Add(month);
                frequency ??= "YEARLY";
                return null;
            }
            if (int.TryParse(word, out var date) && (Month(next) > 0 || (at > 0 && Month(words[at - 1].ToLowerInvariant()) > 0))) return OnDay(date);
            if (word is "utc" or "gmt" or "z") return In("UTC");
            if (word.Contains('/') && Recurrence.FindZone(words[at]) is not null) return In(words[at]);
            if (Abbreviations.Contains(word)) return Problem.Invalid($"{words[at]} means different times in different places and seasons; name a zone such as Europe/Berlin or America/New_York.");
            return Filler.Contains(word) ? null : Problem.Invalid($"\"{words[at]}\" is not understood. Write it as \"weekly Sunday 02:00-04:00 UTC\" or \"monthly, first Saturday 02:00-06:00 UTC\".");
        }

        public Result<string> Rule()
        {
            var numbered = days.Any(d => !char.IsLetter(d[0]));
            // "1st and 15th": what no day of the week follows is a day of the month.
            monthDays.AddRange(ordinals);
            frequency ??= numbered || monthDays.Count > 0 ? "MONTHLY" : days.Count > 0 ? "WEEKLY" : null;
            if (frequency is null) return Problem.Invalid("How often is missing, such as daily, weekly on Sunday, or monthly on the first Saturday.");
            if (numbered && frequency is "WEEKLY" or "DAILY") return Problem.Invalid("\"first\" to \"last\" goes with months: write \"monthly, first Saturday\".");
            if (frequency == "WEEKLY" && days.Count == 0) return Problem.Invalid("The day of the week is missing, such as weekly Sunday 02:00.");
            if (frequency == "MONTHLY" && days.Count + monthDays.Count == 0) return Problem.Invalid("The day of the month is missing, such as monthly, first Saturday, or monthly on day 15.");
            if (frequency == "MONTHLY" && days.Count > 0 && !numbered && monthDays.Count == 0) return Problem.Invalid("Which one of the month? Write \"monthly, first Saturday\".");
            return $"FREQ={frequency}" + (interval > 1 ? $";INTERVAL={interval}" : "") + Part("BYMONTH", months.Select(m => $"{m}")) + Part("BYMONTHDAY", monthDays.Select(d => $"{d}")) + Part("BYDAY", days);
        }

        private static string Part(string name, IEnumerable<string> values) => values.Distinct().ToList() is { Count: > 0 } list ? $";{name}={string.Join(',', list)}" : "";

        private Problem? As(string value, int by = 1)
        {
            if (by is < 1 or > 1000) return Problem.Invalid($"{by} is no distance between two times.");
            (frequency, interval) = (value, Math.Max(interval, by));
            return null;
        }

        private Problem? Add(params string[] some)
        {
            days.AddRange(some);
            return null;
        }

        private Problem? OnDay(int day)
        {
            if (day is < 1 or > 31) return Problem.Invalid($"No month has a day {day}.");
            monthDays.Add(day);
            return null;
        }

        private Problem? In(string named)
        {
            Zone = named;
            return null;
        }

        /// <summary>0 where it is none.</summary>
        private static int Month(string word) => Array.FindIndex(Months, m => m == word || m[..3] == word) + 1;

        private static string? Unit(string word) => word.TrimEnd('s') switch { "minute" or "min" => "MINUTELY", "hour" => "HOURLY", "day" => "DAILY", "week" => "WEEKLY", "month" => "MONTHLY", "year" => "YEARLY", _ => null };

        private static string? Day(string word) => word.Length >= 3 && Array.FindIndex(Days, d => d == word || d + "s" == word || d[..3] == word || (word.Length is 4 or 5 && d.StartsWith(word, StringComparison.Ordinal))) is >= 0 and var at ? RuleText.Code((DayOfWeek)at) : null;
    }

    [GeneratedRegex(@"\b(?:(?<h>\d{1,2}):(?<m>\d{2})\s*(?<half>[ap]\.?m\b\.?)?|(?<h>\d{1,2})\s*(?<half>[ap]\.?m\b\.?))", RegexOptions.IgnoreCase)]
    private static partial Regex Clock();

    [GeneratedRegex(@"[A-Za-z0-9_/+.-]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(\d{1,2})(?:st|nd|rd|th)$")]
    private static partial Regex NumberWithEnding();
}
