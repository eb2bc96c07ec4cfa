using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>A watch without end: one connection after the other, resumed from the last version seen.</summary>
internal sealed class WatchStream(Transport transport, Lists lists, Random random)
{
    /// <summary>Connections in vain before the caller is told; with the pauses in between about a minute and a half.</summary>
    private const int MostFailures = 10;

    public async IAsyncEnumerable<WatchEvent> ReadAsync(
        ResourcePath path, ListOptions options, string from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (collection, selected) = Lists.Collection(path, options);
        var url = RequestPath.Of(collection);
        var version = from;
        var mustList = from.Length == 0;
        var (restarted, reached) = (false, false);
        for (var failures = 0; ;)
        {
            WatchStep step = new WatchStep.Ended();
            if (mustList)
            {
                (var list, step) = await ListAsync(collection, selected, cancellation);
                if (list is not null)
                {
                    if (restarted)
                        yield return new(WatchEventType.Restarted, []);
                    foreach (var item in list.Items)
                        yield return new(WatchEventType.Added, item);
                    (version, mustList, reached) = (list.ResourceVersion, false, true);
                }
            }
            if (!mustList)
            {
                // Not all at the same moment: many watches would otherwise come back together.
                var lifetime = TimeSpan.FromSeconds(random.Next(300, 600));
                var since = transport.Time.GetTimestamp();
                await using var connection = new WatchConnection(transport, url, Lists.Selectors(selected), version, lifetime, cancellation);
                while ((step = await connection.NextAsync()) is WatchStep.Seen seen)
                {
                    (failures, version) = (0, seen.Version);
                    if (seen.Event is { } what)
                        yield return what;
                }
                reached |= connection.Opened;
                if (connection.Opened && transport.Time.GetElapsedTime(since) > TimeSpan.FromSeconds(30))
                    failures = 0;
            }
            if (step is WatchStep.Expired)
                mustList = restarted = true;
            if (step is WatchStep.Lost lost && (!reached || failures >= MostFailures))
                throw lost.Error;
            if (step is not WatchStep.Ended || failures > 0)
                await Task.Delay(Retries.Backoff(failures), transport.Time, cancellation);
            failures++;
        }
    }

    private async Task<(
        KubernetesList? List, WatchStep Step)> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation)
    {
        try
        {
            return (await lists.ReadAsync(path, options, cancellation), new WatchStep.Ended());
        }
        catch (TargetUnreachableException e)
        {
            return (null, new WatchStep.Lost(e));
        }
        catch (KubernetesApiException e) when (e.StatusCode is 429 or >= 500)
        {
            return (null, new WatchStep.Lost(e));
        }
    }
}
