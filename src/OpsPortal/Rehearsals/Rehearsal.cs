using OpsPortal.Environments;
using OpsPortal.Runbooks;

namespace OpsPortal.Rehearsals;

/// <summary>A runbook gone through once, as far as that changes nothing: its reads are run, its changes previewed.</summary>
public sealed class Rehearsal
{
    /// <summary>Counts up.</summary>
    public long Id { get; init; }

    /// <summary>Of the click or the firing: asked twice, it is one.</summary>
    public required string Key { get; init; }
    public Guid RunbookId { get; init; }
    public Runbook? Runbook { get; init; }
    public int RunbookVersion { get; init; }

    /// <summary>Slug of the runbook's system.</summary>
    public required string System { get; init; }
    public Guid EnvironmentId { get; init; }
    public OpsEnvironment? Environment { get; init; }

    /// <summary>Values that are not secret, and those that its reads have found out.</summary>
    public IReadOnlyDictionary<string, string> Values { get; set; } = new Dictionary<string, string>();
    public Guid RequestedById { get; init; }
    public required string RequestedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; set; }
    public int Worked { get; set; }
    public int Broken { get; set; }
    public int NeedsParameters { get; set; }
    public int LeftOut { get; set; }
    public List<StepRehearsal> Steps { get; init; } = [];

    public string Sentence => $"{Worked} worked, {Broken} broken" + (NeedsParameters > 0 ? $", {NeedsParameters} need parameters" : "") + (LeftOut > 0 ? $", {LeftOut} left out" : "");
}

/// <summary>What became of one step in one rehearsal.</summary>
public sealed class StepRehearsal
{
    public long RehearsalId { get; init; }

    /// <summary>1, 2, 3, … through the runbook.</summary>
    public int Number { get; init; }
    public required string StepId { get; init; }
    public required string Title { get; init; }
    public StepOutcome Outcome { get; set; }

    /// <summary>Why: one sentence.</summary>
    public required string Reason { get; set; }

    /// <summary>The read that was run; null for previews.</summary>
    public long? Execution { get; set; }

    /// <summary>Of the step as the runbook writes it; another one says that it was edited.</summary>
    public required string Written { get; init; }
}

public enum StepOutcome
{
    Waiting, Running,

    /// <summary>The read ran, or the change could be previewed and its target would do it.</summary>
    Worked,
    Broken,

    /// <summary>It has a parameter without a value.</summary>
    NeedsParameters,

    /// <summary>It is never rehearsed: by hand, goes on until stopped, or cannot be looked at beforehand.</summary>
    LeftOut,
}

/// <summary>What is known of a step in an environment, all its rehearsals told.</summary>
public sealed class StepHealth
{
    public Guid RunbookId { get; init; }
    public Guid EnvironmentId { get; init; }
    public required string StepId { get; init; }
    public required string Title { get; set; }
    public int Number { get; set; }
    public StepOutcome Outcome { get; set; }
    public required string Reason { get; set; }
    public DateTimeOffset At { get; set; }
    public DateTimeOffset? WorkedAt { get; set; }

    /// <summary>The runbook's version in which it last worked, and the step as it was written there.</summary>
    public int? WorkedVersion { get; set; }
    public string? WorkedAsWritten { get; set; }

    /// <summary>Since it last worked.</summary>
    public int Failures { get; set; }
    public long? Execution { get; set; }
}
