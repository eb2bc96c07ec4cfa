using System.Globalization;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.OnCall.Pages;

/// <summary>Times on the local clock of a schedule or a person, as people say them.</summary>
internal static class ZoneText
{
    public static string Of(TimeZoneInfo zone, DateTimeOffset at) => WallClock.Local(zone, at).ToString("ddd d MMM HH:mm", CultureInfo.InvariantCulture);

    public static string Range(TimeZoneInfo zone, DateTimeOffset from, DateTimeOffset to)
    {
        var (start, end) = (WallClock.Local(zone, from), WallClock.Local(zone, to));
        return $"{Of(zone, from)} – {(start.Date == end.Date ? end.ToString("HH:mm", CultureInfo.InvariantCulture) : Of(zone, to))}";
    }

    /// <summary>What <c>input type=datetime-local</c> takes.</summary>
    public static string Field(TimeZoneInfo zone, DateTimeOffset at) => WallClock.Local(zone, at).ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture);

    /// <summary>Null where it is no time.</summary>
    public static DateTimeOffset? Read(TimeZoneInfo zone, string? field) =>
        DateTime.TryParse(field, CultureInfo.InvariantCulture, out var local) ? WallClock.Instant(zone, local) : null;

    /// <summary>Areas and cities; abbreviations and offsets mean something else twice a year.</summary>
    public static IReadOnlyList<string> Zones { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(id => id == "UTC" || (id.Contains('/') && !id.StartsWith("Etc/", StringComparison.Ordinal))).Prepend("UTC").Distinct().Order(StringComparer.Ordinal)];
}
