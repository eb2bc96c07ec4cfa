namespace OpsPortal.Schedules;

/// <summary>A second person's yes to a change on a schedule: to this action, with these values, for some time. Not to a state of the world, which moves.</summary>
public sealed class StandingApproval
{
    public Guid Id { get; init; }
    public long ScheduleId { get; init; }
    public Guid ApprovedById { get; init; }
    public required string ApprovedBy { get; init; }

    /// <summary>Of the action with its values, its filters and its place; 64 hexadecimal digits.</summary>
    public required string ActionHash { get; init; }

    /// <summary>"Restart deployment cart in shop".</summary>
    public required string Sentence { get; init; }

    /// <summary>The version of the runbook in which the step was last seen to be what was approved.</summary>
    public int RunbookVersion { get; set; }
    public string? Comment { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset ExpiresAt { get; init; }
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>One sentence.</summary>
    public string? RevokedBecause { get; set; }
}
