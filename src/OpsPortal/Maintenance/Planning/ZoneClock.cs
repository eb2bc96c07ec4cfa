using System.Globalization;
using OpsPortal.OnCall.Schedules;

namespace OpsPortal.Maintenance.Planning;

/// <summary>Times of plans on the clock of their zone.</summary>
internal static class ZoneClock
{
    /// <summary>The same time of day, so many days on. Of a time that is skipped the end of the jump.</summary>
    public static DateTimeOffset Shift(TimeZoneInfo zone, DateTimeOffset at, int days) => days == 0 ? at : WallClock.Instant(zone, WallClock.Local(zone, at).AddDays(days));

    /// <summary>Null where there is no such zone.</summary>
    public static TimeZoneInfo? Zone(string? name) => name is not null && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    public static TimeZoneInfo Of(MaintenancePlan plan) => Zone(plan.TimeZone) ?? TimeZoneInfo.Utc;

    /// <summary>"Sun 8 Mar 02:00–04:00 UTC".</summary>
    public static string Window(MaintenancePlan plan)
    {
        var (from, to) = (WallClock.Local(Of(plan), plan.StartsAt), WallClock.Local(Of(plan), plan.EndsAt));
        return string.Create(CultureInfo.InvariantCulture, $"{from:ddd d MMM HH:mm}–{(from.Date == to.Date ? $"{to:HH:mm}" : $"{to:ddd d MMM HH:mm}")} {plan.TimeZone}");
    }

    /// <summary>"Sun 02:00 UTC" within a week, else with the date.</summary>
    public static string Short(MaintenancePlan plan, DateTimeOffset now)
    {
        var from = WallClock.Local(Of(plan), plan.StartsAt);
        return string.Create(CultureInfo.InvariantCulture, $"{(plan.StartsAt - now < TimeSpan.FromDays(6) ? $"{from:ddd HH:mm}" : $"{from:ddd d MMM HH:mm}")} {plan.TimeZone}");
    }
}
