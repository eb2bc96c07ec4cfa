using System.Globalization;
using System.Text.RegularExpressions;

namespace OpsPortal.Maintenance.Planning;

/// <summary>
/// How long before its beginning a plan is announced, as ISO 8601 has it. Days and weeks are counted on the calendar of the plan's time
/// zone, so that two weeks before 02:00 is 02:00 although the clocks changed; hours and minutes are counted as they pass.
/// </summary>
public sealed partial record LeadTime(int Days, TimeSpan Time)
{
    public static readonly IReadOnlyList<string> Usual = ["P14D", "PT24H"];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(180);

    /// <summary>The beginning itself: people are told that it is time.</summary>
    public const string Beginning = "PT0S";

    public static Result<LeadTime> Read(string text)
    {
        if (Written().Match(text.Trim().ToUpperInvariant()) is not { Success: true } found || found.Length < 3)
            return Problem.Invalid($"\"{text}\" is no lead time; write P14D for two weeks, PT24H for 24 hours.", "announceBefore");
        var lead = new LeadTime(Number(found, 1) * 7 + Number(found, 2), new(Number(found, 3), Number(found, 4), 0));
        return lead.Size <= TimeSpan.Zero || lead.Size > Longest ? Problem.Invalid($"A plan is announced between a minute and {Longest.TotalDays:F0} days before it begins; {text} is neither.", "announceBefore") : lead;
    }

    /// <summary>About; to put them in order.</summary>
    public TimeSpan Size => TimeSpan.FromDays(Days) + Time;

    public DateTimeOffset Before(DateTimeOffset start, TimeZoneInfo zone) => ZoneClock.Shift(zone, start, -Days) - Time;

    public string Words
    {
        get
        {
            List<string> words = [];
            if (Days > 0) words.Add(Days % 7 == 0 ? Count(Days / 7, "week") : Count(Days, "day"));
            if (Time.Ticks > 0) words.Add(Time.Minutes == 0 ? Count((int)Time.TotalHours, "hour") : Time.TotalHours < 1 ? Count(Time.Minutes, "minute") : $"{Count((int)Time.TotalHours, "hour")} {Count(Time.Minutes, "minute")}");
            return string.Join(" and ", words);
        }
    }

    private static string Count(int n, string what) => string.Create(CultureInfo.InvariantCulture, $"{n} {what}{(n == 1 ? "" : "s")}");

    private static int Number(Match found, int group) => found.Groups[group].Success ? int.Parse(found.Groups[group].Value, CultureInfo.InvariantCulture) : 0;

    [GeneratedRegex(@"^P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?$")]
    private static partial Regex Written();
}
