using OpsPortal.Storage.Live;
using Quartz.Extensibility;

namespace OpsPortal.Storage.Jobs;

/// <summary>Makes Quartz look at once when any process has enqueued a job, instead of at the end of its idle time.</summary>
internal sealed class QuartzWaker(ILiveBus bus, ISchedulerSignaler signaler) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        await using var jobs = bus.SubscribeAll(HintKind.Job);
        try
        {
            await foreach (var _ in jobs.WithCancellation(stopping)) await signaler.SignalSchedulingChange(null, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
