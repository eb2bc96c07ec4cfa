using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Running;

/// <summary>The last transition of a claim: an end, or back into the queue. One conditional UPDATE that names the claim, with its audit entry or the hint that it waits.</summary>
public sealed class EndExecution(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners, TimeProvider time)
{
    /// <summary>False where the claim is lost: nothing was written.</summary>
    /// <param name="unrenewed">Only where the lease is still the one that <paramref name="execution"/> was read with.</param>
    internal async Task<bool> InvokeAsync(Execution execution, Claim claim, ExecutionEnding ending, bool unrenewed = false)
    {
        // No cancellation: whatever stops this worker, the ledger has to hear of it.
        await using var db = await contexts.CreateDbContextAsync();
        await using var transaction = await db.Database.BeginTransactionAsync();
        // whoever looks after all of them does not wait for one
        if (unrenewed) await db.Database.ExecuteSqlAsync($"set local lock_timeout = '1s'");
        var now = time.GetUtcNow();
        var again = ending.State == ExecutionState.Queued;
        var held = db.Executions.Where(e => e.Id == claim.ExecutionId && e.ClaimId == claim.Id && e.State == ExecutionState.Running);
        if (unrenewed) held = held.Where(e => e.LeaseUntil == execution.LeaseUntil);
        var updated = await held.ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, ending.State)
            .SetProperty(e => e.Reason, ending.Reason)
            .SetProperty(e => e.ExitCode, ending.ExitCode)
            .SetProperty(e => e.Verdict, ending.Verdict)
            .SetProperty(e => e.Captured, ending.Captured)
            .SetProperty(e => e.ProtectedCaptured, ending.ProtectedCaptured)
            .SetProperty(e => e.ClaimId, (Guid?)null)
            .SetProperty(e => e.LeaseUntil, (DateTimeOffset?)null)
            .SetProperty(e => e.FinishedAt, again ? null : now)
            .SetProperty(e => e.ProtectedParameters, e => again ? e.ProtectedParameters : null));
        if (updated == 0) return false;

        if (again) await db.NotifyAtCommitAsync(Hint.Queued, CancellationToken.None);
        else foreach (var listener in listeners) await listener.EndedAsync(db, execution, ending.State, ending.Reason, ending.Verdict, CancellationToken.None);
        if (!again && execution.Risk > Risk.Read)
            await audit.AppendAsync(db, Actor.Portal, "execution.ended", "execution", $"{claim.ExecutionId}",
                new Dictionary<string, string> { ["state"] = $"{ending.State}", ["reason"] = ending.Reason }, CancellationToken.None);
        await transaction.CommitAsync();

        await bus.PublishAsync(new(HintKind.Execution, $"{claim.ExecutionId}"));
        foreach (var listener in listeners) await listener.CommittedAsync(execution);
        if (execution.RunId is { } run) await bus.PublishAsync(new(HintKind.Run, $"{run}"));
        return true;
    }
}
