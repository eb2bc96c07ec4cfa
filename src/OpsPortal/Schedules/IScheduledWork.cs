using OpsPortal.Access;

namespace OpsPortal.Schedules;

/// <summary>What one kind of schedule does when its time has come.</summary>
public interface IScheduledWork
{
    ScheduleKind Kind { get; }

    /// <summary>Whether it could run now: asked when it is arranged. The title of what runs; otherwise why not.</summary>
    Task<Result<WorkCheck>> CheckAsync(WorkPlan plan, Actor owner, CancellationToken cancellation);

    /// <summary>Begins it. Called again with the same firing, it begins nothing a second time.</summary>
    Task<Result<WorkStarted>> StartAsync(Firing firing, RunSchedule schedule, WorkPlan plan, Actor owner, CancellationToken cancellation);

    /// <summary>Null while it goes on.</summary>
    Task<WorkEnd?> EndAsync(Firing firing, CancellationToken cancellation);
}

/// <summary>What to run, where, and with which values.</summary>
/// <param name="Runbook">Slug.</param>
/// <param name="Part">Id of the step or section.</param>
/// <param name="Environment">Name.</param>
/// <param name="Values">Secret ones in clear.</param>
public sealed record WorkPlan(string Runbook, string? Part, string Environment, IReadOnlyDictionary<string, string> Values);

/// <param name="Secrets">Names of the values that are secret.</param>
/// <param name="Changes">It needs a standing approval.</param>
public sealed record WorkCheck(string Title, IReadOnlyCollection<string> Secrets, bool Changes);

public sealed record WorkStarted(IReadOnlyList<long> Executions, long? Rehearsal, string Sentence);

/// <param name="Sentence">What came of it.</param>
public sealed record WorkEnd(bool Succeeded, string Sentence);
