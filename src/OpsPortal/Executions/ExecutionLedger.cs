using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Environments;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions;

/// <summary>Row, job and audit entry of a new execution, in one transaction.</summary>
public sealed class ExecutionLedger(IDbContextFactory<OpsPortalDbContext> contexts, IJobQueue jobs, AuditLog audit, ILiveBus bus)
{
    public async Task<Execution?> FindAsync(string key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Key == key, cancellation);
    }

    /// <summary>The execution of that key: this one, or the one that was there first.</summary>
    public async Task<Execution> AddAsync(Actor actor, Execution execution, OpsEnvironment environment, CancellationToken cancellation)
    {
        try
        {
            await InsertAsync(actor, execution, environment, cancellation);
            execution.Environment = environment;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_executions_key" })
        {
            return (await FindAsync(execution.Key, cancellation))!;
        }
        await bus.PublishAsync(new(HintKind.Execution, $"{execution.Id}"), cancellation);
        if (execution.RunId is { } run) await bus.PublishAsync(new(HintKind.Run, $"{run}"), cancellation);
        return execution;
    }

    private async Task InsertAsync(Actor actor, Execution execution, OpsEnvironment environment, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        execution.Reason = ExecutionSentences.Queued(await db.Executions.CountAsync(e => e.State == ExecutionState.Queued, cancellation));
        db.Executions.Add(execution);
        await db.SaveChangesAsync(cancellation);
        await jobs.EnqueueAsync(db, RunExecutionJob.Name, $"{execution.Id}", cancellation);
        await audit.AppendAsync(db, actor, "execution.requested", "execution", $"{execution.Id}", new Dictionary<string, string>
        {
            ["step"] = execution.StepId,
            ["title"] = execution.Title,
            ["action"] = execution.Action.Sentence,
            ["risk"] = $"{execution.Risk}",
            ["environment"] = environment.Name,
        }, cancellation);
        await transaction.CommitAsync(cancellation);
    }
}
