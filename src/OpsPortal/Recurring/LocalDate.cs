using System.Globalization;

namespace OpsPortal.Recurring;

/// <summary>A date, or a date with a time, as iCalendar writes it: 20261224, 20261224T020000 (local), 20261224T010000Z (UTC).</summary>
internal sealed record LocalDate(DateTimeOffset At, DateTime Local, bool IsDay)
{
    private const int Most = 500;

    public static LocalDate? Read(string text, LocalClock clock)
    {
        text = text.Trim();
        if (Exact(text, "yyyyMMdd") is { } day) return new(clock.Instant(day).At, day, true);
        if (Exact(text, "yyyyMMdd'T'HHmmss") is { } local) return new(clock.Instant(local).At, local, false);
        return Exact(text, "yyyyMMdd'T'HHmmss'Z'") is { } utc ? new(new(utc, TimeSpan.Zero), clock.Show(new(utc, TimeSpan.Zero)), false) : null;
    }

    public static Result<IReadOnlyList<LocalDate>> ReadAll(string head, string value, LocalClock clock)
    {
        var name = head.Split(';')[0];
        if (head.Contains("TZID=", StringComparison.Ordinal)) return Problem.Invalid($"{name}: leave TZID out. Dates are in the zone of the recurrence, or in UTC with a Z at the end.");
        var texts = value.Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (texts.Length > Most) return Problem.Invalid($"{name} has at most {Most} dates.");
        List<LocalDate> dates = [];
        foreach (var text in texts)
        {
            if (Read(text, clock) is not { } date) return Problem.Invalid($"{name}: \"{text}\" is no date. Write 20261224 (the whole day), 20261224T020000 (local) or 20261224T010000Z (UTC).");
            dates.Add(date);
        }
        return dates;
    }

    private static DateTime? Exact(string text, string format) => DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) && date.Year is >= 1900 and <= 9000 ? date : null;
}
