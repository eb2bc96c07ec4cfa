using OpsPortal.Incidents.Guides;

namespace OpsPortal.Incidents;

/// <summary>Something is wrong with a system, and people deal with it. What happens to it is told by its <see cref="Timeline.TimelineEntry"/>s.</summary>
public sealed class Incident
{
    /// <summary>Counts from 1; people say INC-42.</summary>
    public long Number { get; init; }
    public string Name => $"INC-{Number}";

    /// <summary>The act that declared it; the same key again is the same incident.</summary>
    public required string Key { get; init; }

    public Guid SystemId { get; init; }

    /// <summary>Slug of the system.</summary>
    public required string System { get; init; }

    /// <summary>Where it is felt; null where nobody said.</summary>
    public Guid? EnvironmentId { get; set; }
    public required string Title { get; set; }

    /// <summary>As the system's own policy calls it: P1, critical, …</summary>
    public required string Severity { get; set; }

    /// <summary>Names of what is affected.</summary>
    public IReadOnlyList<string> Components { get; set; } = [];

    /// <summary>Which response guide leads through it.</summary>
    public IncidentKind Kind { get; set; }

    /// <summary>Only those who joined see it.</summary>
    public bool Private { get; set; }
    public IncidentState State { get; set; }

    /// <summary>What users notice, in a few words; null until somebody knows.</summary>
    public string? Impact { get; set; }

    /// <summary>Slug of the runbook in hand.</summary>
    public string? Runbook { get; set; }

    /// <summary>Fragment of the runbook's address where work begins.</summary>
    public string? RunbookPlace { get; set; }

    /// <summary>Values for steps, from the labels of its alerts.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>Null where an alert or a check did.</summary>
    public Guid? DeclaredById { get; init; }
    public required string DeclaredBy { get; init; }
    public DateTimeOffset DetectedAt { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }
    public DateTimeOffset? MitigatedAt { get; set; }
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? ReviewedAt { get; set; }

    /// <summary>Number of its newest timeline entry.</summary>
    public int LastEntry { get; set; }
}

/// <summary>In the order of a life; see <see cref="IncidentFlow"/>.</summary>
public enum IncidentState
{
    /// <summary>Nobody has said that they are on it.</summary>
    Detected,
    Acknowledged,
    Investigating,

    /// <summary>Users no longer suffer; the cause may still be there.</summary>
    Mitigated,
    Resolved,

    /// <summary>What was learned is written down.</summary>
    Reviewed,
}
