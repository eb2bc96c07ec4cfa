using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Executions.Running;

/// <summary>
/// Finds executions whose worker gave no sign of life: reads are run again, changes are never. Finds queued ones whose job got lost.
/// Any number of workers may do so at once: each step is conditional on what was found.
/// </summary>
public sealed class LeaseReaper(
    IDbContextFactory<OpsPortalDbContext> contexts, EndExecution end, IJobQueue jobs, ExecutionLimits limits, TimeProvider time, ILogger<LeaseReaper> log) : BackgroundService
{
    private readonly LeaseWatch watch = new(limits, time);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>A job that has not come by then is taken to be lost; one enqueued so far ahead, by a clock that went wrong, would come too late.</summary>
    private static readonly TimeSpan JobPatience = TimeSpan.FromSeconds(15);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await ReapSafelyAsync(stopping); while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    public async Task ReapAsync(CancellationToken cancellation)
    {
        await EndExpiredAsync(cancellation);
        await EnqueueForgottenAsync(cancellation);
    }

    private async Task ReapSafelyAsync(CancellationToken stopping)
    {
        try
        {
            await ReapAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogWarning(e, "Could not look for executions without a worker; looking again in {Interval}", Interval);
        }
    }

    private async Task EndExpiredAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var running = await db.Executions.AsNoTracking().Where(e => e.State == ExecutionState.Running).ToListAsync(cancellation);
        foreach (var execution in watch.Over(running))
        {
            try
            {
                if (await end.InvokeAsync(execution, new(execution.Id, execution.ClaimId!.Value), Ending(execution), unrenewed: true))
                    log.LogWarning("Execution {Execution} lost its worker {Node}", execution.Id, execution.Node);
            }
            catch (Exception e) when (IsLocked(e))
            {
                log.LogWarning("Execution {Execution} lost its worker {Node}, but something holds its row; trying again in {Interval}", execution.Id, execution.Node, Interval);
            }
        }
    }

    private static bool IsLocked(Exception e) => (e as PostgresException ?? e.InnerException) is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private static ExecutionEnding Ending(Execution lost) => lost switch
    {
        { Risk: > Risk.Read } => new(ExecutionState.OutcomeUnknown, ExecutionSentences.WorkerLost(lost)),
        { CancelRequestedBy: { } by } => new(ExecutionState.Cancelled, ExecutionSentences.Cancelled(by)),
        _ => new(ExecutionState.Queued, ExecutionSentences.RunAgain(lost.Node, lost.LeaseUntil)),
    };

    private async Task EnqueueForgottenAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (now, room) = (time.GetUtcNow(), limits.Parallel - await db.Executions.CountAsync(e => e.State == ExecutionState.Running, cancellation));
        var forgotten = await db.Executions.Where(e => e.State == ExecutionState.Queued && (e.EnqueuedAt < now - JobPatience || e.EnqueuedAt > now + JobPatience))
            .OrderBy(e => e.Id).Take(Math.Max(0, room)).Select(e => new { e.Id, e.EnqueuedAt }).ToListAsync(cancellation);
        foreach (var one in forgotten)
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            var mine = await db.Executions.Where(e => e.Id == one.Id && e.State == ExecutionState.Queued && e.EnqueuedAt == one.EnqueuedAt)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.EnqueuedAt, now), cancellation);
            if (mine > 0) await jobs.EnqueueAsync(db, RunExecutionJob.Name, $"{one.Id}", cancellation);
            await transaction.CommitAsync(cancellation);
        }
    }
}
