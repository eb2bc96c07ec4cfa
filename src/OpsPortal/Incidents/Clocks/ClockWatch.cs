namespace OpsPortal.Incidents.Clocks;

/// <summary>Looks after the clocks for as long as this process works.</summary>
internal sealed class ClockWatch(TendClocks clocks, TimeProvider time, ILogger<ClockWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await clocks.InvokeAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Clocks of incidents could not be looked after; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
