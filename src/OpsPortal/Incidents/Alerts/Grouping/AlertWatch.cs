using OpsPortal.Incidents.Alerts.Silences;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>Looks at what came in, as soon as it came; and every few seconds at what time alone changes, or what another process left behind.</summary>
internal sealed class AlertWatch(GroupAlerts group, TendSilences silences, AlertBell bell, TimeProvider time, ILogger<AlertWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks. The first alert of a storm is looked at at once, what follows together: receivers wait for no look, and a timeline gets few sentences.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        Task heard = bell.HeardAsync(stopping), tick = timer.WaitForNextTickAsync(stopping).AsTask();
        try
        {
            while (true)
            {
                var ticked = tick.IsCompleted;
                if (ticked) tick = timer.WaitForNextTickAsync(stopping).AsTask();
                if (heard.IsCompleted) heard = bell.HeardAsync(stopping);
                try
                {
                    if (ticked) await silences.InvokeAsync(stopping);
                    await group.InvokeAsync(stopping);
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    log.LogWarning(e, "Alerts could not be looked at; again in {Interval}", Interval);
                }
                await Task.Delay(Pause, time, stopping);
                await Task.WhenAny(heard, tick);
                stopping.ThrowIfCancellationRequested();
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops; what is pending stays so.
        }
    }
}
