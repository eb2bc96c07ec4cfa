using OpsPortal.Recurring;

namespace OpsPortal.Schedules;

/// <summary>When, as somebody typed it: a rule, cron, or words such as "daily 02:00".</summary>
/// <param name="Rule">As it is kept.</param>
public sealed record Timing(string Rule, Recurrence Times)
{
    /// <param name="start">Local; null is the moment at which it is arranged.</param>
    public static Result<Timing> Read(string? when, DateTime? start, string? zone, DateTimeOffset now)
    {
        var text = when?.Trim() ?? "";
        var place = string.IsNullOrWhiteSpace(zone) ? "UTC" : zone.Trim();
        if (Recurrence.FindZone(place) is not { } found) return Problem.Invalid($"There is no time zone \"{place}\"; one is called Europe/Berlin, America/New_York or UTC.", "timeZone");
        var begin = DateTime.SpecifyKind(start ?? TimeZoneInfo.ConvertTime(now, found).DateTime, DateTimeKind.Unspecified);
        begin = begin.AddTicks(-(begin.Ticks % TimeSpan.TicksPerMinute));
        var read = Recurrence.Parse(text, begin, place);
        if (!read.Succeeded && text.Any(char.IsLetter) && !text.Contains('=') && RecurrencePhrase.Read(text, place) is { } phrase)
        {
            if (!phrase.Succeeded) return phrase.Problem with { Field = "rule" };
            text = phrase.Value.Rule;
            read = Recurrence.Parse(text, begin, phrase.Value.Zone);
        }
        return read.Succeeded ? new Timing(text, read.Value) : read.Problem;
    }
}
