using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Executions.Plans;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Approvals;

/// <summary>The second person says yes or no. Yes names the plan that was seen, and holds only while the world is as that plan has it.</summary>
public sealed class DecideExecution(
    IDbContextFactory<OpsPortalDbContext> contexts, PlanContract contract, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners, TimeProvider time)
{
    public async Task<Result<Execution>> ApproveAsync(Actor actor, long id, string? planHash, string? comment, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, id, "approve", cancellation);
        if (!found.Succeeded) return found;
        var execution = found.Value;
        if (planHash is null) return Problem.NeedsPlan("Say which plan you approve: send the hash that you saw as planHash.");
        if (planHash != execution.PlanHash) return Problem.Moved("That is not the plan that waits here. Reload the page and look at it.");
        var moved = await contract.MovedAsync(execution, cancellation);
        var now = time.GetUtcNow();
        return moved is null
            ? await StoreAsync(actor, execution, "execution.approved", comment, new(ExecutionState.Queued, $"Approved by {actor.Name}; waiting for a worker"), now, cancellation)
            : await MovedAsync(actor, execution, moved, now, cancellation);
    }

    public async Task<Result<Execution>> RejectAsync(Actor actor, long id, string? reason, CancellationToken cancellation)
    {
        var found = await FindAsync(actor, id, "reject", cancellation);
        if (!found.Succeeded) return found;
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("Say why not, so that the person who asked knows what to do instead.", "reason");
        return await StoreAsync(actor, found.Value, "execution.rejected", reason.Trim(), new(ExecutionState.Rejected, $"Rejected by {actor.Name}: {reason.Trim()}"), time.GetUtcNow(), cancellation);
    }

    private async Task<Result<Execution>> FindAsync(Actor actor, long id, string verb, CancellationToken cancellation)
    {
        if (StepCheck.MayApprove(actor, verb) is { } never) return never;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation) is not { } execution)
            return Problem.NotFound($"There is no execution {id}.");
        if (StepCheck.MayApprove(actor, execution, verb) is { } forbidden) return forbidden;
        if (execution.State != ExecutionState.AwaitingApproval) return Problem.Conflict($"Exec {id} waits for nobody any more: {execution.Reason}");
        return execution.DecideUntil < time.GetUtcNow() ? Problem.Conflict("The time to decide is over. The person who asked can preview it again.") : execution;
    }

    private async Task<Result<Execution>> MovedAsync(Actor actor, Execution execution, string moved, DateTimeOffset now, CancellationToken cancellation)
    {
        var why = $"The world moved before it was approved: {moved}";
        var ended = await StoreAsync(actor, execution, "execution.planMoved", null, new(ExecutionState.Expired, $"{why}. Preview it again."), now, cancellation);
        return ended.Succeeded ? Problem.Moved($"{why}. Nothing was done; {execution.RequestedBy} can preview it again.") : ended;
    }

    /// <summary>One conditional UPDATE: of two people who decide at once, the first one does.</summary>
    private async Task<Result<Execution>> StoreAsync(
        Actor actor, Execution execution, string action, string? comment, (ExecutionState State, string Reason) next, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var queued = next.State == ExecutionState.Queued;
        var said = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim();
        var decided = next.State is ExecutionState.Queued or ExecutionState.Rejected;
        var updated = await db.Executions.Where(e => e.Id == execution.Id && e.State == ExecutionState.AwaitingApproval && e.DecideUntil > now).ExecuteUpdateAsync(set => set
            .SetProperty(e => e.State, next.State)
            .SetProperty(e => e.Reason, next.Reason)
            .SetProperty(e => e.DecidedById, decided ? actor.Id : null)
            .SetProperty(e => e.DecidedBy, decided ? actor.Name : null)
            .SetProperty(e => e.DecidedAt, decided ? now : null)
            .SetProperty(e => e.Decision, said)
            .SetProperty(e => e.PlanCheckedAt, now)
            .SetProperty(e => e.FinishedAt, queued ? null : now)
            .SetProperty(e => e.ProtectedParameters, e => queued ? e.ProtectedParameters : null), cancellation);
        if (updated == 0) return Problem.Conflict("Somebody else has decided a moment ago. Reload the page.");
        if (queued) await db.NotifyAtCommitAsync(Hint.Queued, cancellation);
        Dictionary<string, string> detail = new() { ["plan"] = execution.PlanHash!, ["result"] = next.Reason };
        if (said is not null) detail["comment"] = said;
        foreach (var listener in listeners) await listener.DecidedAsync(db, actor, execution, next.Reason, cancellation);
        await audit.AppendAsync(db, actor, action, "execution", $"{execution.Id}", detail, cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Execution, $"{execution.Id}"), cancellation);
        foreach (var listener in listeners) await listener.CommittedAsync(execution);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstAsync(e => e.Id == execution.Id, cancellation);
    }
}
