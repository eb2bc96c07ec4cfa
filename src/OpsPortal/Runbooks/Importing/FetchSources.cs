namespace OpsPortal.Runbooks.Importing;

/// <summary>Looks every now and then which repositories are due.</summary>
public sealed class FetchSources(RunbookSources sources, TimeProvider time, ILogger<FetchSources> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                try
                {
                    await sources.FetchDueAsync(stopping);
                }
                catch (Exception e) when (!stopping.IsCancellationRequested)
                {
                    log.LogWarning(e, "Could not look for repositories to fetch; looking again in {Interval}", Interval);
                }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
