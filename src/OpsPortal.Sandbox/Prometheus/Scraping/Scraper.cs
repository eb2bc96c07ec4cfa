using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Samples;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Pods;
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
    private readonly ITimer timer;
    private readonly Lock gate = new();
    private readonly Dictionary<string, PodTarget> targets = [];
    private DateTimeOffset last;

    public Scraper(ClusterInside cluster)
    {
        this.cluster = cluster;
        History = new((int)(Kept / Interval));
        var now = cluster.Now;
        last = now - Kept;
        var (pods, deployments) = (Pods(), Deployments());
        for (var at = last + Interval; at <= now; at += Interval) Scrape(pods, deployments, at);
        timer = cluster.Store.Time.CreateTimer(_ => Scrape(), null, Interval, Interval);
    }

    public MetricHistory History { get; }

    public ValueTask DisposeAsync() => timer.DisposeAsync();

    /// <summary>How the pods of a workload do now; null where it gets no requests.</summary>
    public static Pressure? PressureOf(PodState state, IReadOnlyList<PodState> pods, PodUsage usage, DateTimeOffset at)
    {
        if (state.Traffic is not { } traffic || state.Weather is not { } weather) return null;
        var siblings = pods.Where(p => p.Life.Namespace == state.Life.Namespace && p.Workload == state.Workload).ToList();
        var ready = siblings.Count(p => p.IsReady);
        return Pressure.Of(
            traffic with { RequestsPerSecond = traffic.RequestsPerSecond * PodUsage.Wave($"{state.Life.Namespace}/{state.Workload}/requests", at, 0.12) },
            weather.At(at), state.Maintenance, usage.UsualReplicas(state.Life.Namespace, state.Workload, ready), ready, siblings.Count(p => p.IsCrashing));
    }

    /// <summary>Every pod that a node has taken, as it stands now.</summary>
    public IReadOnlyList<PodState> Pods() =>
        [.. cluster.Store.View(ResourceTypes.Pods).Items.Select(State).OfType<PodState>()];

    private PodState? State(JsonObject pod)
    {
        if (cluster.Lives.Find(pod.Namespace!, pod.Name) is not { Containers: [var container, ..] } life) return null;
        var spec = pod.List("spec", "containers").First(c => c.Text("name") == container.Name);
        var image = cluster.Images.Find(spec.Text("image") ?? "");
        var variables = PodVariables.Of(cluster.Store, pod, spec);
        return new(pod, life, container, image, image is null ? null : cluster.Weathers.Of(life.Namespace, life.Workload, image, variables),
            string.Equals(variables["MAINTENANCE_MODE"], "true", StringComparison.OrdinalIgnoreCase),
            spec.Text("resources", "limits", "memory") is { } limit ? Quantity.Bytes(limit) : null);
    }

    private IReadOnlyList<JsonObject> Deployments() => cluster.Store.View(ResourceTypes.Deployments).Items;

    private void Scrape()
    {
        lock (gate)
        {
            var now = cluster.Now;
            // A clock that was set back, or a timer that fired late and twice, gives nothing new.
            if (now > last) Scrape(Pods(), Deployments(), now);
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
                target.Scrape(History, pod, PressureOf(pod, pods, cluster.Usage, at), cluster.Usage, at, elapsed);
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
