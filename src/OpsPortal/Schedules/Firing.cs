namespace OpsPortal.Schedules;

/// <summary>One time of a schedule. The row is there before anything runs, and there is one per time however many portals look.</summary>
public sealed class Firing
{
    public Guid Id { get; init; }
    public long ScheduleId { get; init; }
    public DateTimeOffset DueAt { get; init; }

    /// <summary>Who asked for it out of turn; null where the calendar did.</summary>
    public string? AskedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public FiringState State { get; set; }

    /// <summary>Why it is in this state: one sentence.</summary>
    public required string Reason { get; set; }

    /// <summary>What came of it in the ledger.</summary>
    public List<long> Executions { get; set; } = [];

    /// <summary>Number of the rehearsal that came of it.</summary>
    public long? Rehearsal { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>When its owner is to be told; null where not, or not any more.</summary>
    public DateTimeOffset? TellAt { get; set; }
    public int Tellings { get; set; }

    /// <summary>What became of telling the owner; null where nobody was told.</summary>
    public string? Told { get; set; }

    /// <summary>The key of what it asks for: asked twice, it is asked once.</summary>
    public string Key => $"schedule:{Id:N}";
}

public enum FiringState
{
    /// <summary>Claimed by the calendar, and not begun.</summary>
    Due,
    Started, Succeeded, Failed,

    /// <summary>By the schedule's rules.</summary>
    Skipped,

    /// <summary>It could not begin.</summary>
    Refused,
}
