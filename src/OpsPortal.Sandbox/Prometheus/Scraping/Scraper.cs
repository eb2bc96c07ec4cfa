using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Samples;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>
/// Looks at the cluster every few seconds of its time and keeps what it sees for two hours. At its beginning it invents the two hours
/// before, as if the cluster had always stood as it stands then.
/// </summary>
internal sealed class Scraper : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Kept = TimeSpan.FromHours(2);

    private readonly ClusterInside cluster;
    private readonly PodStates states;
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly Dictionary<string, PodTarget> targets = [];
    private DateTimeOffset last;

    public Scraper(ClusterInside cluster)
    {
        (this.cluster, states) = (cluster, new(cluster));
        History = new((int)(Kept / Interval));
        var now = cluster.Now;
        last = now - Kept;
        var (pods, deployments) = (states.All(), Deployments());
        for (var at = last + Interval; at <= now; at += Interval) Scrape(pods, deployments, at);
        timer = cluster.Store.Time.CreateTimer(_ => Scrape(), null, Interval, Interval);
    }

    public MetricHistory History { get; }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    private IReadOnlyList<JsonObject> Deployments() => cluster.Store.View(ResourceTypes.Deployments).Items;

    private void Scrape()
    {
        lock (gate)
        {
            var now = cluster.Now;
            // A clock that was set back, or a timer that fired late and twice, gives nothing new.
            if (now > last) Scrape(states.All(), Deployments(), now);
        }
    }

    private void Scrape(IReadOnlyList<PodState> pods, IReadOnlyList<JsonObject> deployments, DateTimeOffset at)
    {
        var elapsed = (at - last).TotalSeconds;
        last = at;
        foreach (var gone in targets.Keys.Except(pods.Select(p => p.Pod.Uid)).ToList()) targets.Remove(gone);
        History.Scrape(at.ToUnixTimeMilliseconds(), () =>
        {
            History.Write(Labels.Of((Labels.MetricName, "up"), ("instance", "localhost:9090"), ("job", "prometheus")), 1);
            foreach (var deployment in deployments) Tell(deployment);
            foreach (var pod in pods)
            {
                // The invented past begins for each container when it did.
                if (pod.Container.Current is { } current && current.StartedAt > at) continue;
                if (!targets.TryGetValue(pod.Pod.Uid, out var target)) targets[pod.Pod.Uid] = target = new(pod);
                target.Scrape(History, pod, states.PressureOf(pod, pods, at), cluster.Usage, at, elapsed);
            }
        });
    }

    private void Tell(JsonObject deployment)
    {
        void Write(string name, long value) => History.Write(Labels.Of(
            (Labels.MetricName, name), ("deployment", deployment.Name), ("job", "kube-state-metrics"), ("namespace", deployment.Namespace!)), value);
        Write("kube_deployment_status_replicas_available", deployment.Number("status", "availableReplicas") ?? 0);
        Write("kube_deployment_status_replicas", deployment.Number("status", "replicas") ?? 0);
        Write("kube_deployment_spec_replicas", deployment.Replicas);
    }
}
