using System.Threading.Channels;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Running;

/// <summary>
/// Takes what waits in the ledger, which is the queue: at once when a commit tells of it or when an execution here has ended, and every few
/// seconds, because hints get lost. One at a time is taken, as many run as this process may.
/// </summary>
internal sealed class ExecutionWorker(RunExecution run, ILiveBus bus, ExecutionLimits limits, TimeProvider time, ILogger<ExecutionWorker> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>A look that is asked for while one is under way follows it; more than that would find the same.</summary>
    private readonly Channel<bool> looks = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly SemaphoreSlim free = new(limits.ParallelPerNode);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var queued = bus.SubscribeAll(HintKind.Queue);
        using var timer = new PeriodicTimer(Interval, time);
        Look();
        try
        {
            await Task.WhenAll(HearAsync(queued, stopping), TickAsync(timer, stopping), TakeAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private void Look() => looks.Writer.TryWrite(true);

    private async Task HearAsync(ISubscription queued, CancellationToken stopping)
    {
        await foreach (var _ in queued.WithCancellation(stopping)) Look();
    }

    private async Task TickAsync(PeriodicTimer timer, CancellationToken stopping)
    {
        while (await timer.WaitForNextTickAsync(stopping)) Look();
    }

    private async Task TakeAsync(CancellationToken stopping)
    {
        await foreach (var _ in looks.Reader.ReadAllAsync(stopping))
        {
            try
            {
                while (await TakeOneAsync()) { }
            }
            catch (Exception e)
            {
                log.LogWarning(e, "Could not look for executions that wait; looking again in {Interval}", Interval);
            }
        }
    }

    private async Task<bool> TakeOneAsync()
    {
        if (!free.Wait(0)) return false;
        Task? carrying = null;
        try
        {
            carrying = await run.TakeAsync(null);
            return carrying is not null;
        }
        finally
        {
            _ = LeaveAsync(carrying);
        }
    }

    /// <summary>What ended may have stood in the way of another one.</summary>
    private async Task LeaveAsync(Task? carrying)
    {
        try
        {
            if (carrying is not null) await carrying;
        }
        catch (Exception e)
        {
            log.LogError(e, "An execution was left in the middle; its lease will tell");
        }
        free.Release();
        if (carrying is not null) Look();
    }

    public override void Dispose()
    {
        free.Dispose();
        base.Dispose();
    }
}
