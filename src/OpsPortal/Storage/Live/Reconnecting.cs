namespace OpsPortal.Storage.Live;

/// <summary>Work on a connection that comes back after each loss, sooner at first than later.</summary>
internal sealed class Reconnecting(string server, TimeProvider time, ILogger log)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    /// <param name="work">Calls what it is given when it is connected: then a loss is a new one.</param>
    public async Task RunAsync(Func<Action, CancellationToken, Task> work, CancellationToken stopping)
    {
        var pause = ShortestPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(() => pause = ShortestPause, stopping);
            }
            // Whatever it was: a bus may fail, and a portal without one is only slower. It never ends the process.
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning("The live bus lost its connection to {Server}; trying again in {Pause}: {Cause}", server, pause, e.Message);
                await Task.Delay(pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
            catch (Exception)
            {
                return;
            }
        }
    }
}
