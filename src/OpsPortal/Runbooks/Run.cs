namespace OpsPortal.Runbooks;

/// <summary>A runbook being worked through by people, in one environment. Everybody who opens it sees the same ticks.</summary>
public sealed class Run
{
    public Guid Id { get; init; }
    public Guid RunbookId { get; init; }
    public Guid EnvironmentId { get; init; }
    public DateTimeOffset StartedAt { get; init; }
    public required string StartedBy { get; init; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Number of the incident for which it is done; each incident has a run of its own. Null is the daily one.</summary>
    public long? Incident { get; init; }
}

/// <summary>A manual step that somebody did.</summary>
public sealed class Tick
{
    public Guid RunId { get; init; }
    public required string StepId { get; init; }
    public DateTimeOffset At { get; init; }
    public required string By { get; init; }
}
