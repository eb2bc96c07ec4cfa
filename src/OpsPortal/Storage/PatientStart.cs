namespace OpsPortal.Storage;

/// <summary>
/// What a portal does with its database before it serves. A database that does not answer yet, or goes away meanwhile, is waited for:
/// it may just be starting as well. So the work may be done more than once.
/// </summary>
public sealed class PatientStart(TimeProvider time, ILogger<PatientStart> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task DoAsync(Func<CancellationToken, Task> work, CancellationToken cancellation)
    {
        var until = time.GetUtcNow() + Patience;
        while (true)
            try
            {
                await work(cancellation);
                return;
            }
            catch (Exception e) when (DatabaseTrouble.Passes(e) && time.GetUtcNow() < until)
            {
                log.LogWarning("The database does not answer yet ({Trouble}); trying again", e.Message);
                await Task.Delay(Pause, time, cancellation);
            }
    }
}
