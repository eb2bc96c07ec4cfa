using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Logs;

/// <summary>The logs of all containers.</summary>
internal sealed class PodLogs(ClusterStore store, PodLives lives, ImageCatalog images, Weathers weathers)
{
    /// <summary>How much of a long run is kept, before rotation has taken the rest away.</summary>
    private static readonly TimeSpan Kept = TimeSpan.FromHours(25);
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);
    private readonly ConcurrentDictionary<ProfileDefinition, LogScript> scripts = [];

    /// <summary>Null where the container has no such log.</summary>
    public IAsyncEnumerable<PodLogLine>? Read(string ns, string pod, string container, bool previous, bool follow, DateTimeOffset? since, CancellationToken cancellation)
    {
        if (lives.Find(ns, pod, container) is not { } life) return null;
        var run = previous && life.Stage != ContainerStage.CrashLoopBackOff ? life.Previous : life.Current;
        if (run is null || Generator(ns, pod, container) is null) return null;
        var rotated = store.Time.GetUtcNow() - Kept;
        var from = since > rotated ? since.Value : rotated;
        return follow && run.FinishedAt is null ? Follow(ns, pod, container, run, from, cancellation) : Stretch(ns, pod, container, run, from, cancellation);
    }

    private async IAsyncEnumerable<PodLogLine> Stretch(
        string ns, string pod, string container, ContainerRun run, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await Task.CompletedTask;
        foreach (var line in Generator(ns, pod, container)!.Lines(run, from, store.Time.GetUtcNow()))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return line;
        }
    }

    private async IAsyncEnumerable<PodLogLine> Follow(
        string ns, string pod, string container, ContainerRun run, DateTimeOffset from, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (true)
        {
            // Asked before the clock: a run that ends in between is read to its end in the next round.
            var known = Ending(ns, pod, container, run);
            var until = store.Time.GetUtcNow();
            foreach (var line in Generator(ns, pod, container)?.Lines(known ?? run, from, until) ?? [])
            {
                cancellation.ThrowIfCancellationRequested();
                yield return line;
            }
            if (known?.FinishedAt is not null || known is null) yield break;
            from = until;
            await Task.Delay(Tick, store.Time, cancellation);
        }
    }

    /// <summary>That run as it is known now; null where the pod is gone.</summary>
    private ContainerRun? Ending(string ns, string pod, string container, ContainerRun run) => lives.Find(ns, pod, container) switch
    {
        { Current: { } current } when current.StartedAt == run.StartedAt => current,
        { Previous: { } previous } when previous.StartedAt == run.StartedAt => previous,
        _ => null,
    };

    private LogGenerator? Generator(string ns, string pod, string container)
    {
        if (store.Get(ResourceTypes.Pods, ns, pod) is not { } found || lives.Find(ns, pod) is not { } life) return null;
        if (found.List("spec", "containers").FirstOrDefault(c => c.Text("name") == container) is not { } spec) return null;
        if (images.Find(spec.Text("image") ?? "") is not { } image) return null;
        var weather = weathers.Of(ns, life.Workload, image, PodVariables.Of(store, found, spec));
        var script = scripts.GetOrAdd(image.Profile, p => new LogScript(p.Logs));
        return new LogGenerator(pod, container, script, weather);
    }
}
