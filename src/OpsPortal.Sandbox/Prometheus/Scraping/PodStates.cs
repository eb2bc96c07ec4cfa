using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Prometheus.Scraping;

/// <summary>How the pods of the cluster stand.</summary>
internal sealed class PodStates(ClusterInside cluster)
{
    /// <summary>How the pods of a workload do now; null where it gets no requests.</summary>
    public Pressure? PressureOf(PodState state, IReadOnlyList<PodState> pods, DateTimeOffset at)
    {
        if (state.Traffic is not { } traffic || state.Weather is not { } weather) return null;
        var siblings = pods.Where(p => p.Life.Namespace == state.Life.Namespace && p.Workload == state.Workload).ToList();
        var ready = siblings.Count(p => p.IsReady);
        return Pressure.Of(
            traffic with { RequestsPerSecond = traffic.RequestsPerSecond * PodUsage.Wave($"{state.Life.Namespace}/{state.Workload}/requests", at, 0.12) },
            weather.At(at), state.Maintenance, cluster.Usage.UsualReplicas(state.Life.Namespace, state.Workload, ready), ready, siblings.Count(p => p.IsCrashing));
    }

    /// <summary>Every pod that a node has taken, as it stands now.</summary>
    public IReadOnlyList<PodState> All() =>
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
}
