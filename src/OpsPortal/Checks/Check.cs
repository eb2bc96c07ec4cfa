using OpsPortal.Checks.Judging;
using OpsPortal.Environments;

namespace OpsPortal.Checks;

/// <summary>Something that the portal looks at again and again, so that people need not. How it stands is in <see cref="CheckStanding"/>.</summary>
public sealed class Check
{
    /// <summary>Counts from 1.</summary>
    public int Id { get; init; }

    /// <summary>Unique within its system and environment.</summary>
    public required string Name { get; set; }
    public Guid SystemId { get; init; }

    /// <summary>Slug of the system.</summary>
    public required string System { get; init; }
    public Guid EnvironmentId { get; init; }
    public OpsEnvironment? Environment { get; set; }

    /// <summary>What of the system it looks at, by name; null for all of it.</summary>
    public string? Component { get; set; }

    /// <summary>What is asked of which target.</summary>
    public required CheckSpec Spec { get; set; }
    public TimeSpan Interval { get; set; } = TimeSpan.FromMinutes(1);
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a failure is tried again at once, within one run.</summary>
    public int Retries { get; set; }

    /// <summary>What its value is judged by.</summary>
    public Thresholds Thresholds { get; set; } = Thresholds.None;
    public Damping Damping { get; set; } = Damping.Usual;

    /// <summary>A failure becomes an incident.</summary>
    public bool OpensIncident { get; set; }

    /// <summary>Of that incident, as the system's policy calls it; null takes the policy's usual one.</summary>
    public string? Severity { get; set; }

    /// <summary>The incident ends by itself when nothing but checks had declared it and all of them pass again.</summary>
    public bool ResolvesIncident { get; set; } = true;

    /// <summary>What share of its runs should be good; null where nobody promised anything.</summary>
    public Objective? Objective { get; set; }

    /// <summary>The runbook's threshold or alert rule that it was made from, as <c>Check/response-time</c>.</summary>
    public string? Fact { get; init; }

    /// <summary>Of the secret that a heartbeat calls with (SHA-256, hex); null for other kinds.</summary>
    public string? HeartbeatHash { get; set; }

    /// <summary>Counts changes; the ETag.</summary>
    public int Revision { get; set; } = 1;
    public DateTimeOffset CreatedAt { get; init; }
    public required string ChangedBy { get; set; }
    public DateTimeOffset? PausedAt { get; set; }
    public string? PausedBy { get; set; }

    /// <summary>Why it was paused.</summary>
    public string? PauseReason { get; set; }

    /// <summary>What it measured stays on record.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    public string Link => $"/checks/{Id}";
}

/// <summary>A promise: so much of the time, over so many days that end now.</summary>
/// <param name="Percent">Above 0 and below 100, e.g. 99.9.</param>
/// <param name="Ratio">PromQL for the share of good events, 0 to 1, with <c>$window</c> where the range stands; null counts the check's own runs.</param>
public sealed record Objective(double Percent, int Days = 30, string? Ratio = null);

/// <summary>How a check stands. A narrow row of its own, because it is written with every run.</summary>
public sealed class CheckStanding
{
    public int CheckId { get; init; }
    public Check? Check { get; init; }
    public CheckState State { get; set; }
    public DateTimeOffset Since { get; set; }

    /// <summary>One sentence.</summary>
    public required string Why { get; set; }

    /// <summary>When it is looked at next; null while it is paused. Of a heartbeat: when it has to have called.</summary>
    public DateTimeOffset? DueAt { get; set; }
    public Guid? ClaimId { get; set; }
    public DateTimeOffset? ClaimUntil { get; set; }
    public DateTimeOffset? LastAt { get; set; }
    public double? LastValue { get; set; }

    /// <summary>Outcomes since the state last changed, the newest first, one letter each; see <see cref="Damping"/>.</summary>
    public string Recent { get; set; } = "";

    /// <summary>The incident that it declared or joined and that it has not left by passing again.</summary>
    public long? Incident { get; set; }

    /// <summary>The execution that is under way for it.</summary>
    public long? ExecutionId { get; set; }

    /// <summary>When a heartbeat last called.</summary>
    public DateTimeOffset? BeatAt { get; set; }

    /// <summary>The error budget burns too fast.</summary>
    public BurnAlert Burn { get; set; }
}

public enum CheckState { Unknown, Passing, Warning, Failing, Paused }

public enum BurnAlert
{
    None,

    /// <summary>The budget would be gone in days.</summary>
    Slow,

    /// <summary>The budget would be gone in hours.</summary>
    Fast,
}

/// <summary>A check entered another state. Kept longer than what was measured.</summary>
public sealed class CheckChange
{
    public long Id { get; init; }
    public int CheckId { get; init; }
    public DateTimeOffset At { get; init; }
    public CheckState From { get; init; }
    public CheckState To { get; init; }
    public required string Why { get; init; }

    /// <summary>Number of the incident that it led to or ended.</summary>
    public long? Incident { get; init; }
}
