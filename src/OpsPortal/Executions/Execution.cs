using OpsPortal.Environments;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Expectations;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Executions;

/// <summary>
/// One step, once. The row exists before any work does; whatever happens to processes, it tells what was asked, by whom,
/// and how it ended. Every change of <see cref="State"/> is one conditional UPDATE.
/// </summary>
public sealed class Execution
{
    /// <summary>Counts up; people call it "exec 812".</summary>
    public long Id { get; init; }

    /// <summary>The click's own key: asking twice with one key is asking once.</summary>
    public required string Key { get; init; }

    public Guid? RunbookId { get; init; }
    public int? RunbookVersion { get; init; }
    public required string StepId { get; init; }

    /// <summary>The step's title and command at that time.</summary>
    public required string Title { get; init; }
    public required string Source { get; init; }

    /// <summary>Bound: no places left but those of secret parameters, which are filled in the moment it runs.</summary>
    public required StepAction Action { get; set; }
    public IReadOnlyList<TextFilter> Filters { get; set; } = [];
    public IReadOnlyList<Lookup> Lookups { get; set; } = [];

    /// <summary>Slug of the runbook's system.</summary>
    public string? System { get; init; }

    /// <summary>Takes the place of a namespace that the command does not name; null means the cluster context's own.</summary>
    public string? DefaultNamespace { get; init; }
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Values of secret parameters, encrypted; gone once the execution has ended.</summary>
    public string? ProtectedParameters { get; set; }
    public Risk Risk { get; init; }

    /// <summary>Goes on until it is stopped.</summary>
    public bool Live { get; init; }

    public Guid EnvironmentId { get; init; }
    public OpsEnvironment? Environment { get; set; }
    public Guid? RunId { get; init; }

    /// <summary>Number of the incident that it was run for.</summary>
    public long? Incident { get; init; }

    /// <summary>Number of the maintenance that it is run for, with the item of its checklist.</summary>
    public long? Maintenance { get; init; }
    public int? MaintenanceItem { get; init; }

    /// <summary>What it changes (<see cref="TargetKey"/>): one change at a time there. Null for reads.</summary>
    public string? TargetKey { get; set; }

    /// <summary>The hash of the plan that was confirmed; null for what needs none.</summary>
    public string? PlanHash { get; set; }

    /// <summary>When the world was last seen to be as the plan has it.</summary>
    public DateTimeOffset? PlanCheckedAt { get; set; }

    /// <summary>The execution whose change it puts back.</summary>
    public long? Reverts { get; init; }

    /// <summary>While it waits for a second person: when nobody need decide any more.</summary>
    public DateTimeOffset? DecideUntil { get; set; }

    /// <summary>Who approved or rejected it.</summary>
    public Guid? DecidedById { get; set; }
    public string? DecidedBy { get; set; }
    public DateTimeOffset? DecidedAt { get; set; }

    /// <summary>What they said to it; of a rejection the reason.</summary>
    public string? Decision { get; set; }

    /// <summary>Why somebody went on alone where a second person, or a freeze, stood in the way.</summary>
    public string? BreakGlass { get; set; }

    /// <summary>When an unknown outcome was last looked into, and what was found.</summary>
    public DateTimeOffset? VerifiedAt { get; set; }
    public string? Verification { get; set; }

    public ExecutionState State { get; set; }

    /// <summary>Why it is in this state: one sentence.</summary>
    public required string Reason { get; set; }

    public Guid RequestedById { get; init; }
    public required string RequestedBy { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>Who holds it: every write while running names this claim.</summary>
    public Guid? ClaimId { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>The process that runs or ran it.</summary>
    public string? Node { get; set; }

    /// <summary>How often it was claimed; more than once only for reads whose worker died.</summary>
    public int Attempt { get; set; }
    public DateTimeOffset? CancelRequestedAt { get; set; }
    public string? CancelRequestedBy { get; set; }

    /// <summary>Number of the last stored line; lines count from 1.</summary>
    public int LastLine { get; set; }
    public long OutputBytes { get; set; }

    /// <summary>Lines left out of the middle because the limit was reached.</summary>
    public int LinesOmitted { get; set; }
    public int? ExitCode { get; set; }

    /// <summary>What the runbook says to expect; null where it says nothing.</summary>
    public Expectation? Expectation { get; init; }

    /// <summary>Null until it has ended, and where nothing is expected.</summary>
    public StoredVerdict? Verdict { get; set; }

    /// <summary>The parameter that its output gives a value to.</summary>
    public string? Captures { get; init; }

    /// <summary>That parameter is a secret, so nothing of the output is stored.</summary>
    public bool CapturesSecret { get; init; }

    /// <summary>That value, where it is no secret.</summary>
    public string? Captured { get; set; }

    /// <summary>That value, encrypted, where the parameter is a secret.</summary>
    public string? ProtectedCaptured { get; set; }

    /// <summary>A copy with its places filled, for the moment it is carried out or gone through; never stored.</summary>
    public Execution With(IReadOnlyDictionary<string, string> secrets)
    {
        var bound = (Execution)MemberwiseClone();
        bound.Action = Action.Bind(secrets);
        bound.Filters = [.. Filters.Select(f => f.Bind(secrets))];
        bound.Lookups = [.. Lookups.Select(l => l.Bind(secrets))];
        return bound;
    }
}

public enum ExecutionState
{
    /// <summary>For a second person to say yes.</summary>
    AwaitingApproval,
    Queued, Running, Succeeded, Failed, Cancelled, TimedOut,

    /// <summary>A change whose worker died or whose answer was lost: it may have happened.</summary>
    OutcomeUnknown,

    /// <summary>A second person said no.</summary>
    Rejected,

    /// <summary>Nobody decided in time, or the world moved before somebody did.</summary>
    Expired,
}

/// <summary>Lines of one execution, in one row.</summary>
public sealed class OutputChunk
{
    public long ExecutionId { get; init; }

    /// <summary>Number of its first line.</summary>
    public int First { get; init; }

    /// <summary>Number of its last line.</summary>
    public int Last { get; init; }

    /// <summary>Lines in order.</summary>
    public required IReadOnlyList<OutputLine> Lines { get; init; }
}

/// <summary>A stored line.</summary>
/// <param name="N">Counts from 1 within an execution.</param>
/// <param name="T">When it was written.</param>
/// <param name="Stream"><c>out</c>, <c>err</c> or <c>note</c>.</param>
public sealed record OutputLine(int N, DateTimeOffset T, string Stream, string Text);
