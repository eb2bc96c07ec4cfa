using OpsPortal.Maintenance.Planning;

namespace OpsPortal.Maintenance;

/// <summary>Maintenance that comes again and again. Each time becomes a plan of its own ahead of time.</summary>
public sealed class MaintenanceSeries
{
    public Guid Id { get; init; }
    public required string Title { get; set; }
    public required string[] Systems { get; set; }
    public Guid EnvironmentId { get; init; }

    /// <summary>RFC 5545, without <c>DTSTART</c>: <c>FREQ=WEEKLY;BYDAY=SU</c>.</summary>
    public required string Rule { get; set; }

    /// <summary>On the local clock of <see cref="TimeZone"/>; the rule counts from it.</summary>
    public DateTime Start { get; set; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; set; }
    public TimeSpan Duration { get; set; }

    /// <summary>What each time is planned with; its times are left out.</summary>
    public required PlanForm Form { get; set; }

    /// <summary>Up to here every time has its plan.</summary>
    public DateTimeOffset PlannedUntil { get; set; }

    /// <summary>When to look at it again.</summary>
    public DateTimeOffset? NextAt { get; set; }

    /// <summary>Why the last time could not be planned; null where all is well.</summary>
    public string? Problem { get; set; }

    /// <summary>Where a fact of a system says so: <c>platform-service/weekly</c>; unique.</summary>
    public string? Source { get; init; }
    public Guid? CreatedById { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBy { get; set; }
}

/// <summary>When people are told of a plan.</summary>
public sealed class MaintenanceAnnouncement
{
    public long Plan { get; init; }

    /// <summary>As the plan names it: <c>P14D</c>; <c>PT0S</c> is the beginning.</summary>
    public required string Lead { get; init; }
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Null until it went out.</summary>
    public DateTimeOffset? SentAt { get; set; }
}

/// <summary>Somebody has a plan's page open, for as long as the page says so.</summary>
public sealed class MaintenancePresence
{
    public long Plan { get; init; }
    public Guid UserId { get; init; }
    public required string Name { get; init; }
    public DateTimeOffset Until { get; set; }
}
