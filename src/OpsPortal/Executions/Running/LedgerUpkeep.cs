using OpsPortal.Executions.Approvals;
using OpsPortal.Executions.Verification;

namespace OpsPortal.Executions.Running;

/// <summary>What the ledger needs from time to time: approvals that nobody gave end, doubtful outcomes are looked into. Any number of workers may do so at once.</summary>
internal sealed class LedgerUpkeep(ExpireApprovals expire, VerifyOutcome verify, TimeProvider time, ILogger<LedgerUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do await TendAsync(stopping); while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task TendAsync(CancellationToken stopping)
    {
        try
        {
            await expire.InvokeAsync(stopping);
            await verify.InvokeAsync(stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            log.LogWarning(e, "The ledger could not be tended; again in {Interval}", Interval);
        }
    }
}
