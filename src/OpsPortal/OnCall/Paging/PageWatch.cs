using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Sending;

namespace OpsPortal.OnCall.Paging;

/// <summary>Escalates and sends for as long as this process works.</summary>
internal sealed class PageWatch(TendEscalations escalations, RemindOwners owners, SendPages send, Heartbeat heartbeat, TimeProvider time, ILogger<PageWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try
                {
                    await escalations.InvokeAsync(stopping);
                    await owners.InvokeAsync(stopping);
                    await send.InvokeAsync(stopping);
                    await heartbeat.BeatAsync(stopping);
                }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Pages could not be looked after; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
