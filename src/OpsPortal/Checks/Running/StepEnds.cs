using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>The end of a check's execution makes the check due.</summary>
internal sealed class StepEnds(TimeProvider time) : IExecutionListener
{
    public Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Execution draft, CancellationToken cancellation) => Task.FromResult<Problem?>(null);

    public Task RequestedAsync(OpsPortalDbContext db, Actor actor, Execution execution, CancellationToken cancellation) => Task.CompletedTask;

    public Task DecidedAsync(OpsPortalDbContext db, Actor actor, Execution execution, string sentence, CancellationToken cancellation) => Task.CompletedTask;

    public async Task EndedAsync(OpsPortalDbContext db, Execution execution, ExecutionState state, string reason, StoredVerdict? verdict, CancellationToken cancellation)
    {
        if (execution.Key.StartsWith(StepRuns.KeyPrefix, StringComparison.Ordinal)) await StepRuns.DueAsync(db, execution.Id, time.GetUtcNow(), cancellation);
    }

    public ValueTask CommittedAsync(Execution execution) => ValueTask.CompletedTask;
}
