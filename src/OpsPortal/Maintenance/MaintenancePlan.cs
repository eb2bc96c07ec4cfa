using System.Text.Json.Serialization;

namespace OpsPortal.Maintenance;

/// <summary>Planned work on systems, from its announcement to its record.</summary>
public sealed class MaintenancePlan
{
    /// <summary>Counts from 1; people say MNT-7.</summary>
    public long Number { get; init; }
    public string Name => $"MNT-{Number}";

    /// <summary>The act that made it; the same key again is the same plan.</summary>
    public required string Key { get; init; }
    public required string Title { get; set; }

    /// <summary>Slugs; the first is the one that it is mainly about.</summary>
    public required string[] Systems { get; set; }

    /// <summary>Names of what is worked on; empty means all of the systems.</summary>
    public string[] Components { get; set; } = [];
    public Guid EnvironmentId { get; set; }
    public Guid OwnerId { get; set; }
    public required string Owner { get; set; }
    public IReadOnlyList<PlanPerson> Participants { get; set; } = [];
    public MaintenanceRisk Risk { get; set; }

    /// <summary>What users notice, for those outside; null where nobody said.</summary>
    public string? Impact { get; set; }

    /// <summary>How to go back, in words.</summary>
    public string? Rollback { get; set; }

    /// <summary>Slug of the runbook that says how to go back.</summary>
    public string? RollbackRunbook { get; set; }

    /// <summary>Fragment of its address where that begins.</summary>
    public string? RollbackPlace { get; set; }
    public DateTimeOffset StartsAt { get; set; }

    /// <summary>Moves with every extension.</summary>
    public DateTimeOffset EndsAt { get; set; }

    /// <summary>As it was announced.</summary>
    public DateTimeOffset PlannedEndsAt { get; set; }

    /// <summary>An IANA name: people speak of the window in it, and days of lead times are counted in it.</summary>
    public required string TimeZone { get; set; }

    /// <summary>ISO 8601: <c>P14D</c>, <c>PT24H</c>.</summary>
    public IReadOnlyList<string> AnnounceBefore { get; set; } = [];

    /// <summary>What nobody else may change meanwhile.</summary>
    public FreezeReach Freeze { get; set; }

    /// <summary>Alerts of its scope call nobody meanwhile.</summary>
    public bool Quiet { get; set; } = true;

    /// <summary>The series that it is one time of; null where it is a single one.</summary>
    public Guid? SeriesId { get; init; }

    /// <summary>When the series has it; it may have been moved since.</summary>
    public DateTimeOffset? OccurrenceAt { get; init; }
    public MaintenanceState State { get; set; }

    /// <summary>Why it is in this state: one sentence.</summary>
    public required string Reason { get; set; }
    public Guid? CreatedById { get; init; }
    public required string CreatedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who asked for approval; somebody else gives it.</summary>
    public Guid? SubmittedById { get; set; }
    public string? ApprovedBy { get; set; }
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>When it was announced for the first time.</summary>
    public DateTimeOffset? AnnouncedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? VerifyingAt { get; set; }

    /// <summary>When it was completed or cancelled.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Since when it lasts longer than planned; null where it does not.</summary>
    public DateTimeOffset? OverranAt { get; set; }
    public DateTimeOffset? RolledBackAt { get; set; }
    public string? RolledBackBy { get; set; }
    public string? RollbackReason { get; set; }

    /// <summary>Alerts and incidents that called nobody, for review at the end.</summary>
    public IReadOnlyList<HeldBack> HeldBack { get; set; } = [];

    /// <summary>Counts acts; the ETag, and what hints carry.</summary>
    public int Revision { get; set; }

    /// <summary>The finished record as JSON, byte for byte what <see cref="RecordHash"/> was taken of.</summary>
    public string? Record { get; set; }

    /// <summary>SHA-256 of <see cref="Record"/>, lower-case hex; stands in the audit log as well.</summary>
    public string? RecordHash { get; set; }
    public List<MaintenancePhase> Phases { get; init; } = [];
    public List<MaintenanceItem> Items { get; init; } = [];

    /// <summary>Where that begins.</summary>
    public string? RollbackAddress => RollbackRunbook is null ? null : $"/runbooks/{RollbackRunbook}{(RollbackPlace is null ? "" : $"#{RollbackPlace}")}";

    public bool Covers(string system, Guid? environment, string? component) =>
        environment == EnvironmentId && Systems.Contains(system)
        && (Components.Length == 0 || component is not null && Components.Contains(component, StringComparer.OrdinalIgnoreCase));
}

/// <summary>In the order of a life; see <see cref="PlanFlow"/>.</summary>
public enum MaintenanceState
{
    Draft,

    /// <summary>For a second person to say yes.</summary>
    AwaitingApproval,

    /// <summary>It will be; announced as its lead times say.</summary>
    Scheduled,
    InProgress,

    /// <summary>The work is done, and is being looked at.</summary>
    Verifying,
    Completed,
    Cancelled,
}

[JsonConverter(typeof(JsonStringEnumConverter<MaintenanceRisk>))]
public enum MaintenanceRisk { Low, Medium, High }

/// <summary>What nobody else may change while it lasts.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FreezeReach>))]
public enum FreezeReach { None, Systems, Environment }

/// <summary>An account, as the plan knows it.</summary>
public sealed record PlanPerson(Guid Id, string Name);

/// <summary>Something that would have called somebody.</summary>
/// <param name="Kind"><c>alert</c> or <c>incident</c>.</param>
/// <param name="Open">It was not over when the maintenance ended.</param>
public sealed record HeldBack(string Kind, string Id, string Title, DateTimeOffset At, bool Open)
{
    public string? Address => Kind == "incident" ? $"/incidents/{Id}" : null;
}
