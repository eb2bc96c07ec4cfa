using OpsPortal.Storage.Live;

namespace OpsPortal.Frame;

/// <summary>
/// Reads again whenever the live bus hints that something moved, and now and then without a hint, because hints may be lost.
/// Many hints in a row are one reading.
/// </summary>
public sealed class Following : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource ends = new();
    private readonly Task loop;

    /// <param name="pause">The least time between two readings.</param>
    /// <param name="read">A failure is logged, and the next hint tries again.</param>
    public Following(ISubscription subscription, TimeSpan pause, TimeProvider time, ILogger log, Func<CancellationToken, Task> read) =>
        loop = LoopAsync(subscription, pause, time, log, read);

    private async Task LoopAsync(ISubscription subscription, TimeSpan pause, TimeProvider time, ILogger log, Func<CancellationToken, Task> read)
    {
        await using var _ = subscription;
        while (!ends.IsCancellationRequested)
        {
            try
            {
                await subscription.NextAsync(Patience, ends.Token);
                await read(ends.Token);
                await Task.Delay(pause, time, ends.Token);
            }
            catch (Exception) when (ends.IsCancellationRequested) { return; }
            catch (Exception e)
            {
                log.LogWarning(e, "A page could not be brought up to date");
                await Task.Delay(pause, time, ends.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ends.CancelAsync();
        await loop;
        ends.Dispose();
    }
}
