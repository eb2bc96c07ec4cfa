using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions;

/// <summary>Stops an execution: at once where it still waits; where it runs its worker is told, and stops within seconds.</summary>
public sealed class CancelExecution(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners, TimeProvider time)
{
    public async Task<Result<Execution>> InvokeAsync(Actor actor, long id, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "cancel steps") is { } forbidden) return forbidden;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation) is not { } asked) return Problem.NotFound($"There is no execution {id}.");
        if (StepCheck.May(actor, "cancel steps", asked.Environment, asked.System) is { } elsewhere) return elsewhere;
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            var ended = await CancelQueuedAsync(db, actor, id, cancellation);
            if (ended) foreach (var listener in listeners) await listener.EndedAsync(db, asked, ExecutionState.Cancelled, ExecutionSentences.Cancelled(actor.Name), null, cancellation);
            if (ended || await FlagRunningAsync(db, actor, id, cancellation))
                await audit.AppendAsync(db, actor, "execution.cancelRequested", "execution", $"{id}", null, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        await bus.PublishAsync(new(HintKind.Cancel, $"{id}"), cancellation);
        await bus.PublishAsync(new(HintKind.Execution, $"{id}"), cancellation);
        foreach (var listener in listeners) await listener.CommittedAsync(asked);

        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation) switch
        {
            null => Problem.NotFound($"There is no execution {id}."),
            { CancelRequestedAt: null } ended => Problem.Conflict($"It has already ended: {ended.Reason}"),
            var cancelled => cancelled,
        };
    }

    private async Task<bool> CancelQueuedAsync(OpsPortalDbContext db, Actor actor, long id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.Executions.Where(e => e.Id == id && (e.State == ExecutionState.Queued || e.State == ExecutionState.AwaitingApproval)).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, ExecutionState.Cancelled)
            .SetProperty(e => e.Reason, ExecutionSentences.Cancelled(actor.Name))
            .SetProperty(e => e.FinishedAt, now)
            .SetProperty(e => e.ProtectedParameters, (string?)null)
            .SetProperty(e => e.CancelRequestedAt, now)
            .SetProperty(e => e.CancelRequestedBy, actor.Name), cancellation) > 0;
    }

    private async Task<bool> FlagRunningAsync(OpsPortalDbContext db, Actor actor, long id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        return await db.Executions.Where(e => e.Id == id && e.State == ExecutionState.Running && e.CancelRequestedAt == null).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.Reason, ExecutionSentences.Cancelling(actor.Name, now))
            .SetProperty(e => e.CancelRequestedAt, now)
            .SetProperty(e => e.CancelRequestedBy, actor.Name), cancellation) > 0;
    }
}
