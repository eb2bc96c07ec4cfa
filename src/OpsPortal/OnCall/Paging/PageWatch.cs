using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.OnCall.Paging.Testing;

namespace OpsPortal.OnCall.Paging;

/// <summary>Escalates and sends for as long as this process works. Each on its own: a mail server that takes its time holds up no escalation.</summary>
internal sealed class PageWatch(TendEscalations escalations, RemindOwners owners, TendTestPages tests, SendPages send, Heartbeat heartbeat, TimeProvider time, ILogger<PageWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    protected override Task ExecuteAsync(CancellationToken stopping) => Task.WhenAll(
        EveryAsync(async () =>
        {
            await escalations.InvokeAsync(stopping);
            await owners.InvokeAsync(stopping);
            await tests.InvokeAsync(stopping);
        }, stopping),
        EveryAsync(() => send.InvokeAsync(stopping), stopping),
        EveryAsync(() => heartbeat.BeatAsync(stopping), stopping));

    private async Task EveryAsync(Func<Task> act, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await act(); }
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
