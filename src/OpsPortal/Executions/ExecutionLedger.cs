using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Executions.Plans;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions;

/// <summary>Row and audit entry of a new execution, in one transaction, whose commit tells the workers. The row itself is what waits in the queue.</summary>
public sealed class ExecutionLedger(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, ILiveBus bus, IEnumerable<IExecutionListener> listeners)
{
    public async Task<Execution?> FindAsync(string key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Key == key, cancellation);
    }

    /// <summary>The execution of that key: this one, or the one that was there first.</summary>
    /// <param name="execution">With its environment; queued, or waiting for approval.</param>
    /// <param name="plan">What was confirmed; it is used up by this.</param>
    public async Task<Result<Execution>> AddAsync(Actor actor, Execution execution, Plan? plan, CancellationToken cancellation)
    {
        try
        {
            if (!await InsertAsync(actor, execution, plan, cancellation)) return Problem.Moved("This plan was used a moment ago. Preview the step again to run it once more.");
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_executions_key" })
        {
            return (await FindAsync(execution.Key, cancellation))!;
        }
        await bus.PublishAsync(new(HintKind.Execution, $"{execution.Id}"), cancellation);
        foreach (var listener in listeners) await listener.CommittedAsync(execution);
        if (execution.RunId is { } run) await bus.PublishAsync(new(HintKind.Run, $"{run}"), cancellation);
        return execution;
    }

    private async Task<bool> InsertAsync(Actor actor, Execution execution, Plan? plan, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var waits = execution.State == ExecutionState.AwaitingApproval;
        if (!waits) execution.Reason = ExecutionSentences.Queued(await db.Executions.CountAsync(e => e.State == ExecutionState.Queued, cancellation));
        db.Database.AutoSavepointsEnabled = false;
        db.Executions.Add(execution);
        db.Entry(execution.Environment!).State = EntityState.Unchanged;
        await db.SaveChangesAsync(cancellation);
        if (plan is not null && !await UseAsync(db, plan, execution.Id, cancellation)) return false;
        if (!waits) await db.NotifyAtCommitAsync(Hint.Queued, cancellation);
        foreach (var listener in listeners) await listener.RequestedAsync(db, actor, execution, cancellation);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "execution.requested", "execution", $"{execution.Id}", Detail(execution), cancellation);
        if (execution.BreakGlass is { } reason)
            await audit.AppendAsync(db, actor, "execution.brokeGlass", "execution", $"{execution.Id}", new Dictionary<string, string> { ["reason"] = reason }, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>This plan, or another one of the same hash that the same person looked at: who looked twice may click twice.</summary>
    private static async Task<bool> UseAsync(OpsPortalDbContext db, Plan plan, long execution, CancellationToken cancellation) => await db.Database.ExecuteSqlAsync(
        $"""
        update plans set execution_id = {execution} where id = (
          select id from plans where hash = {plan.Hash} and requested_by_id = {plan.RequestedById} and execution_id is null and expires_at >= {plan.CreatedAt}
           order by id = {plan.Id} desc, id desc limit 1 for update skip locked)
        """, cancellation) == 1;

    private static Dictionary<string, string> Detail(Execution execution)
    {
        Dictionary<string, string> detail = new()
        {
            ["step"] = execution.StepId,
            ["title"] = execution.Title,
            ["action"] = execution.Action.Sentence,
            ["risk"] = $"{execution.Risk}",
            ["environment"] = execution.Environment!.Name,
        };
        if (execution.PlanHash is { } plan) detail["plan"] = plan;
        if (execution.Reverts is { } reverts) detail["reverts"] = $"{reverts}";
        return detail;
    }
}
