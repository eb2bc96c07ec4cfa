using System.Globalization;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.StatusPage.Showing;

/// <summary>A page's own words in one language. What it lacks is said in English.</summary>
public sealed class Words(string language, IReadOnlyDictionary<string, string> own, IReadOnlyDictionary<string, string> english)
{
    /// <summary>Names of months and the decimal sign, as the language has them.</summary>
    public CultureInfo Culture { get; } = CultureOf(key => own.GetValueOrDefault(key) ?? english.GetValueOrDefault(key) ?? key);
    public string Language => language;

    /// <summary>In its own language.</summary>
    public string Name => own.GetValueOrDefault("language", language);

    /// <summary>Keys that English has and this one lacks.</summary>
    public IReadOnlyList<string> Missing { get; } = [.. english.Keys.Except(own.Keys).Order(StringComparer.Ordinal)];

    public string Say(string key) => own.GetValueOrDefault(key) ?? english.GetValueOrDefault(key) ?? key;

    public string Say(string key, params object?[] values) => string.Format(Culture, Say(key), values);

    /// <summary>A moment with its zone; with the day, where it is not <paramref name="now"/>'s.</summary>
    public string Moment(DateTimeOffset at, TimeZoneInfo zone, DateTimeOffset now)
    {
        var (local, today) = (WallClock.Local(zone, at), WallClock.Local(zone, now));
        var time = $"{local.ToString("HH:mm", CultureInfo.InvariantCulture)} {Zone(zone, at)}";
        return local.Date == today.Date ? time : $"{local.ToString(Say(local.Year == today.Year ? "format.day" : "format.date"), Culture)}, {time}";
    }

    public string Date(DateOnly date) => date.ToString(Say("format.date"), Culture);

    public string Month(DateOnly month) => month.ToString("MMMM yyyy", Culture);

    /// <summary>"1 h 20 min".</summary>
    public string Length(TimeSpan length) => length.TotalMinutes < 1 ? Say("length.short")
        : length.TotalHours < 1 ? Say("length.minutes", (int)length.TotalMinutes)
        : length.Minutes == 0 ? Say("length.hours", (int)length.TotalHours) : Say("length.both", (int)length.TotalHours, length.Minutes);

    /// <summary>"99.95 %": never 100 where something was missing.</summary>
    public string Share(double share) => (Math.Floor(share * 10_000 + 1e-6) / 100).ToString("0.##", Culture) + "\u00a0%";

    /// <summary>"UTC", or the distance to it: abbreviations mean different things in different places.</summary>
    private static string Zone(TimeZoneInfo zone, DateTimeOffset at) =>
        zone.GetUtcOffset(at) is var offset && offset == TimeSpan.Zero ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? "−" : "+")}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}");

    /// <summary>From the texts alone: the process knows no cultures of its own.</summary>
    private static CultureInfo CultureOf(Func<string, string> say)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        if (say("format.months").Split(',') is { Length: 12 } months) culture.DateTimeFormat.MonthNames = culture.DateTimeFormat.MonthGenitiveNames = [.. months, ""];
        if (say("format.months.short").Split(',') is { Length: 12 } briefly) culture.DateTimeFormat.AbbreviatedMonthNames = culture.DateTimeFormat.AbbreviatedMonthGenitiveNames = [.. briefly, ""];
        if (say("format.decimal") is { Length: 1 } point) culture.NumberFormat.NumberDecimalSeparator = point;
        return culture;
    }
}
