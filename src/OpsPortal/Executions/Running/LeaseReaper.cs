using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Running;

/// <summary>
/// Finds executions whose worker gave no sign of life: reads are run again, changes are never.
/// Any number of workers may do so at once: each step is conditional on what was found.
/// </summary>
public sealed class LeaseReaper(
    IDbContextFactory<OpsPortalDbContext> contexts, EndExecution end, ExecutionLimits limits, TimeProvider time, ILogger<LeaseReaper> log) : BackgroundService
{
    private readonly LeaseWatch watch = new(limits, time);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

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

    private static bool IsLocked(Exception e) => (e as PostgresException ?? e.InnerException) is PostgresException { SqlState: PostgresErrorCodes.LockNotAvailable };

    private static ExecutionEnding Ending(Execution lost) => lost switch
    {
        { Risk: > Risk.Read } => new(ExecutionState.OutcomeUnknown, ExecutionSentences.WorkerLost(lost)),
        { CancelRequestedBy: { } by } => new(ExecutionState.Cancelled, ExecutionSentences.Cancelled(by)),
        _ => new(ExecutionState.Queued, ExecutionSentences.RunAgain(lost.Node, lost.LeaseUntil)),
    };
}
