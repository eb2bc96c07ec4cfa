using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks;

/// <summary>Told of ticks in the transaction in which they are made: what listeners write commits with them or not at all.</summary>
public interface IRunListener
{
    /// <summary>Null where the run may go on; otherwise why not, for the person who ticks.</summary>
    Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Run run, CancellationToken cancellation);

    /// <summary>A manual step was ticked, or its tick taken away.</summary>
    Task TickedAsync(OpsPortalDbContext db, Actor actor, Run run, StepTick tick, CancellationToken cancellation);

    /// <summary>The transaction is through.</summary>
    ValueTask CommittedAsync(Run run, CancellationToken cancellation);
}

/// <param name="Runbook">Slug.</param>
/// <param name="Title">Of the step; its id where the runbook has it no longer.</param>
public sealed record StepTick(string Runbook, string StepId, string Title, bool Done);
