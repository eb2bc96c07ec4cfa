using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Approvals;

/// <summary>Ends what nobody decided in time, and forgets previews that nobody confirmed.</summary>
public sealed class ExpireApprovals(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners, TimeProvider time)
{
    public async Task InvokeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var id in await db.Executions.Where(e => e.State == ExecutionState.AwaitingApproval && e.DecideUntil <= now).Select(e => e.Id).ToListAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var mine = await db.Executions.Where(e => e.Id == id && e.State == ExecutionState.AwaitingApproval && e.DecideUntil <= now).ExecuteUpdateAsync(set => set
                .SetProperty(e => e.State, ExecutionState.Expired)
                .SetProperty(e => e.Reason, "Nobody approved it in time. Preview it again if it is still wanted.")
                .SetProperty(e => e.FinishedAt, now)
                .SetProperty(e => e.ProtectedParameters, (string?)null), cancellation);
            if (mine == 0) continue;
            var expired = await db.Executions.AsNoTracking().FirstAsync(e => e.Id == id, cancellation);
            foreach (var listener in listeners) await listener.DecidedAsync(db, Actor.Portal, expired, expired.Reason, cancellation);
            await audit.AppendAsync(db, Actor.Portal, "execution.expired", "execution", $"{id}", null, cancellation);
            await transaction.CommitAsync(cancellation);
            await bus.PublishAsync(new(HintKind.Execution, $"{id}"), cancellation);
            foreach (var listener in listeners) await listener.CommittedAsync(expired);
        }
        await db.Plans.Where(p => p.ExecutionId == null && p.ExpiresAt < now - TimeSpan.FromDays(1)).ExecuteDeleteAsync(cancellation);
    }
}
