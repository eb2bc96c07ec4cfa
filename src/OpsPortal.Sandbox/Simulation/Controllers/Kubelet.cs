using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>The kubelets of all nodes: starts the containers of bound pods, reports their status, stops them gracefully.</summary>
internal sealed class Kubelet(ClusterStore store, PodLives lives, ImageCatalog images, FaultBoard faults, Naming naming, EventRecorder events) : Controller
{
    /// <summary>The programs here stop on the first signal; the rest of the grace period is not used.</summary>
    private static readonly TimeSpan Stopping = TimeSpan.FromSeconds(2);

    private readonly HashSet<(string Node, string Image)> pulled = [];

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Pods, ResourceTypes.Secrets, ResourceTypes.ConfigMaps, ResourceTypes.Services];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Pods
        ? [change.Object.Key]
        : change.Type == StoreEventType.Modified ? [] : store.View(ResourceTypes.Pods, change.Object.Namespace).Items.Select(p => p.Key);

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        var pod = store.Get(ResourceTypes.Pods, key.Namespace, key.Name);
        var life = lives.Find(key.Namespace!, key.Name);
        if (pod is null || (life is not null && life.Uid != pod.Uid))
        {
            lives.Remove(key.Namespace!, key.Name);
            life = null;
        }
        if (pod is null) return null;
        if (pod.Text("spec", "nodeName") is not { } node) return pod.IsDeleting ? Gone(pod) : null;
        if (pod.IsDeleting) return Stop(pod, life);
        if (pod.Text("status", "phase") is "Succeeded" or "Failed") return null;
        return Run(pod, life ?? Adopt(pod) ?? Begin(pod, node), node);
    }

    private TimeSpan? Run(JsonObject pod, PodLife life, string node)
    {
        var now = store.Time.GetUtcNow();
        DateTimeOffset? next = null;
        List<ContainerLife> containers = [];
        foreach (var container in life.Containers)
        {
            var spec = pod.List("spec", "containers").First(c => c.Text("name") == container.Name);
            var around = Around(pod, life, spec, node);
            var (after, news, due) = ContainerSteps.Run(container, around, now);
            containers.Add(after);
            if (after.Current is not null) pulled.Add((node, around.ImageName));
            if (due is not null && (next is null || due < next)) next = due;
            foreach (var told in news) Tell(pod, container.Name, told);
            if (after is { Stage: ContainerStage.Running, Ready: false } && container.Current?.StartedAt != after.Current?.StartedAt) TellUnready(pod, around, after);
        }
        life = life with { Containers = containers };
        lives.Set(life);
        Report(pod, life, node, now);
        return next is null ? null : next.Value - now;
    }

    private void Report(JsonObject pod, PodLife life, string node, DateTimeOffset now)
    {
        var host = store.Get(ResourceTypes.Nodes, null, node)?.List("status", "addresses").FirstOrDefault(a => a.Text("type") == "InternalIP")?.Text("address");
        store.Update(ResourceTypes.Pods, pod.Namespace, pod.Name, current =>
        {
            current["status"] = PodStatus.Of(current, life, host ?? "10.0.0.1", now);
            return current;
        });
    }

    private TimeSpan? Stop(JsonObject pod, PodLife? life)
    {
        if (life is null) return Gone(pod);
        var now = store.Time.GetUtcNow();
        if (life.StoppingSince is null)
        {
            foreach (var container in life.Containers.Where(c => c.Stage == ContainerStage.Running))
                Tell(pod, container.Name, new(false, "Killing", $"Stopping container {container.Name}"));
            life = life with { StoppingSince = now };
            lives.Set(life);
        }
        var grace = TimeSpan.FromSeconds(pod.Number("metadata", "deletionGracePeriodSeconds") ?? 30);
        var left = life.StoppingSince.Value + (grace < Stopping ? grace : Stopping) - now;
        return left > TimeSpan.Zero ? left : Gone(pod);
    }

    private TimeSpan? Gone(JsonObject pod)
    {
        lives.Remove(pod.Namespace!, pod.Name);
        store.Remove(ResourceTypes.Pods, pod.Namespace, pod.Name);
        return null;
    }

    private PodLife Begin(JsonObject pod, string node)
    {
        var now = store.Time.GetUtcNow();
        return new PodLife(pod.Uid, pod.Namespace!, pod.Name, Workload.Of(pod), naming.PodAddress(node), now,
            [.. pod.List("spec", "containers").Select(c => new ContainerLife(c.Text("name")!, ContainerStage.Creating, now))]);
    }

    /// <summary>A pod that came with a status was running before the sandbox began.</summary>
    private PodLife? Adopt(JsonObject pod)
    {
        if (pod.Text("status", "phase") != "Running" || pod.Time("status", "startTime") is not { } started) return null;
        return new PodLife(pod.Uid, pod.Namespace!, pod.Name, Workload.Of(pod), pod.Text("status", "podIP")!, started,
            [.. pod.List("status", "containerStatuses").Select(c =>
            {
                var at = c.Time("state", "running", "startedAt") ?? started;
                return new ContainerLife(c.Text("name")!, ContainerStage.Running, at)
                {
                    Ready = true, Restarts = (int)(c.Number("restartCount") ?? 0), Current = new ContainerRun(at),
                };
            })]);
    }

    private ContainerSurroundings Around(JsonObject pod, PodLife life, JsonObject container, string node)
    {
        var name = container.Text("image") ?? "";
        var image = images.Find(name);
        var variables = PodVariables.Of(store, pod, container);
        return new(pod.Name, pod.Uid, pod.Namespace!, name, ImageName.Full(name), image, pulled.Contains((node, name)), variables.Missing,
            pod.Text("spec", "restartPolicy") ?? "Always",
            startedAt => image is null
                ? new Fate(startedAt, null)
                : Fate.Of(new FateInput(image.Profile, image.Defect, startedAt,
                    container.Text("resources", "limits", "memory") is { } limit ? Quantity.Bytes(limit) : null,
                    UnknownHost(pod.Namespace!, image.Profile, variables),
                    [.. faults.All.Where(f => f.Concerns(life.Namespace, life.Workload))],
                    // of a pod that is not to start again somebody expects an end
                    pod.Owner?.Text("kind") == "Job" || pod.Text("spec", "restartPolicy") == "Never")));
    }

    private string? UnknownHost(string ns, ProfileDefinition profile, PodVariables variables)
    {
        foreach (var dependency in profile.Dependencies.Where(d => d.Failure == DependencyFailure.Crash))
            if ((variables[dependency.Variable] ?? dependency.Default) is { } host && ClusterNames.Service(store, ns, host) is null)
                return dependency.Line.Replace("{host}", host, StringComparison.Ordinal);
        return null;
    }

    private void TellUnready(JsonObject pod, ContainerSurroundings around, ContainerLife container)
    {
        var fate = around.FateOf(container.Current!.StartedAt);
        if (fate.ReadyAt is { } ready && ready - container.Current.StartedAt < TimeSpan.FromSeconds(10)) return;
        Tell(pod, container.Name, new(true, "Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"));
    }

    private void Tell(JsonObject pod, string container, PodNews news)
    {
        var path = $"spec.containers{{{container}}}";
        if (news.Warning) events.Warning(pod, "kubelet", news.Reason, news.Message, path);
        else events.Normal(pod, "kubelet", news.Reason, news.Message, path);
    }
}
