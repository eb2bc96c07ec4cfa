namespace OpsPortal.OnCall.Paging.Policies;

/// <summary>Who is paged for incidents, one level after the other.</summary>
public sealed class EscalationPolicy
{
    public Guid Id { get; init; }

    /// <summary>Lower-case words joined by hyphens; in addresses.</summary>
    public required string Slug { get; init; }
    public required string Name { get; set; }

    /// <summary>Slugs of the systems that it is for; empty is for every system without one of its own.</summary>
    public IReadOnlyList<string> Systems { get; set; } = [];

    /// <summary>The first is paged at once.</summary>
    public IReadOnlyList<EscalationLevel> Levels { get; set; } = [];

    /// <summary>How often all levels are gone through again where nobody acknowledges.</summary>
    public int Repeat { get; set; }

    /// <summary>Names of severities that can wait until <see cref="Hours"/>.</summary>
    public IReadOnlyList<string> LowUrgency { get; set; } = [];
    public BusinessHours Hours { get; set; } = BusinessHours.Usual;

    /// <summary>Whoever acknowledged is reminded this often until it is mitigated; zero never.</summary>
    public TimeSpan RemindAfter { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Counts changes; the ETag.</summary>
    public int Revision { get; set; } = 1;
    public DateTimeOffset? RemovedAt { get; set; }
}

/// <param name="Schedules">Whoever is on call there is paged.</param>
/// <param name="Contacts">Paged whoever is on call.</param>
/// <param name="After">How long this level has to acknowledge before the next one is paged.</param>
public sealed record EscalationLevel(IReadOnlyList<Guid> Schedules, IReadOnlyList<Guid> Contacts, TimeSpan After);

/// <summary>When people are paged for what can wait.</summary>
/// <param name="TimeZone">An IANA name.</param>
public sealed record BusinessHours(string TimeZone, IReadOnlyList<DayOfWeek> Days, TimeOnly From, TimeOnly To)
{
    public static BusinessHours Usual { get; } = new("UTC", [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday], new(9, 0), new(17, 0));

    /// <summary>The first moment from <paramref name="at"/> on that lies in them, at wall time. Pure.</summary>
    public DateTimeOffset Next(DateTimeOffset at)
    {
        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        // A week and a day: today may be over already.
        for (var day = 0; day <= 7; day++)
        {
            var date = DateOnly.FromDateTime(local).AddDays(day);
            if (!Days.Contains(date.DayOfWeek)) continue;
            if (day == 0 && TimeOnly.FromDateTime(local) is var now && now >= From && now < To) return at;
            if (day == 0 && TimeOnly.FromDateTime(local) >= From) continue;
            var start = date.ToDateTime(From);
            while (zone.IsInvalidTime(start)) start = start.AddMinutes(1);
            var offset = zone.IsAmbiguousTime(start) ? zone.GetAmbiguousTimeOffsets(start).Max() : zone.GetUtcOffset(start);
            return new DateTimeOffset(start, offset).ToUniversalTime();
        }
        return at;
    }
}
