using System.Text.Json.Serialization;
using OpsPortal.Environments;
using OpsPortal.Recurring;
using OpsPortal.Runbooks;

namespace OpsPortal.Schedules;

/// <summary>Something of a runbook that runs by the calendar, on behalf of its owner.</summary>
public sealed class RunSchedule
{
    /// <summary>Counts up; in addresses.</summary>
    public long Id { get; init; }
    public required string Name { get; set; }
    public ScheduleKind Kind { get; set; }
    public Guid RunbookId { get; set; }
    public Runbook? Runbook { get; set; }

    /// <summary>Slug of the runbook's system.</summary>
    public required string System { get; set; }

    /// <summary>Id of the step or section; null where the whole runbook is meant.</summary>
    public string? Part { get; set; }

    /// <summary>Its title when it was arranged.</summary>
    public required string PartTitle { get; set; }
    public Guid EnvironmentId { get; set; }
    public OpsEnvironment? Environment { get; set; }

    /// <summary>As <see cref="Recurrence.Parse"/> takes it.</summary>
    public required string Rule { get; set; }

    /// <summary>Local to <see cref="TimeZone"/>.</summary>
    public DateTime Start { get; set; }

    /// <summary>IANA.</summary>
    public required string TimeZone { get; set; }
    public IReadOnlyDictionary<string, string> Parameters { get; set; } = new Dictionary<string, string>();

    /// <summary>Values of secret parameters, encrypted.</summary>
    public string? ProtectedParameters { get; set; }
    public MissedRule Missed { get; set; }
    public OverlapRule Overlap { get; set; }

    /// <summary>The portal may do no more than this person at that moment. Empty where it is the portal's own.</summary>
    public Guid OwnerId { get; set; }
    public required string Owner { get; set; }

    /// <summary>Null where it never falls again.</summary>
    public DateTimeOffset? NextAt { get; set; }
    public DateTimeOffset? PausedAt { get; set; }
    public string? PausedBy { get; set; }
    public string? PauseReason { get; set; }

    /// <summary>Counts changes; the ETag.</summary>
    public int Revision { get; set; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? RemovedAt { get; set; }

    public Recurrence Times() => Recurrence.Parse(Rule, Start, TimeZone).Value ?? throw new InvalidOperationException($"The rule of schedule {Id} was stored without being read.");
}

[JsonConverter(typeof(JsonStringEnumConverter<ScheduleKind>))]
public enum ScheduleKind
{
    Step,

    /// <summary>Every read of a section that ends by itself.</summary>
    Section,

    /// <summary>The whole runbook: its reads run, its changes previewed.</summary>
    Rehearsal,
}

/// <summary>What becomes of times that passed while nothing ran.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MissedRule>))]
public enum MissedRule { RunOnce, Skip }

/// <summary>What becomes of a time at which the run before it has not ended.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OverlapRule>))]
public enum OverlapRule { Skip, Queue }
