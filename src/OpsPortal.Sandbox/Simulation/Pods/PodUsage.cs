using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>What pods use: smooth noise around their profile, the load of a workload shared by its pods. A function of time, nothing is stored.</summary>
internal sealed class PodUsage(ClusterStore store, PodLives lives, ImageCatalog images, FaultBoard faults, IEnumerable<SystemDefinition> systems)
{
    /// <summary>A metrics server has seen nothing of a container before.</summary>
    private static readonly TimeSpan FirstMeasured = TimeSpan.FromSeconds(15);

    private readonly Dictionary<(string, string), int> usualReplicas =
        systems.SelectMany(s => s.Workloads).DistinctBy(w => (w.Namespace, w.Name)).ToDictionary(w => (w.Namespace, w.Name), w => Math.Max(1, w.Replicas));

    /// <summary>Per container; null where nothing has been measured yet.</summary>
    public IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? Of(string @namespace, string pod)
    {
        if (lives.Find(@namespace, pod) is not { } life || store.Get(ResourceTypes.Pods, @namespace, pod) is not { } found) return null;
        return At(found, life, store.Time.GetUtcNow());
    }

    /// <summary>At any moment of the pod's present life.</summary>
    public IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? At(JsonObject found, PodLife life, DateTimeOffset now)
    {
        Dictionary<string, (long, long)> usage = [];
        foreach (var container in life.Containers.Where(c => c.Stage == ContainerStage.Running && now - c.Current!.StartedAt >= FirstMeasured))
        {
            var spec = found.List("spec", "containers").First(c => c.Text("name") == container.Name);
            if (images.Find(spec.Text("image") ?? "") is not { } image) continue;
            var limit = spec.Text("resources", "limits", "memory") is { } text ? Quantity.Bytes(text) : long.MaxValue;
            usage[container.Name] = (Cores(image.Profile, life, now), Memory(image, life, container, limit, now));
        }
        return usage.Count > 0 ? usage : null;
    }

    public (long NanoCores, long Bytes)? OfNode(string node)
    {
        if (store.Get(ResourceTypes.Nodes, null, node) is null) return null;
        // The system itself: kubelet, runtime, kernel.
        var (cores, bytes) = ((long)(180_000_000 * Wave(node, store.Time.GetUtcNow(), 0.15)), (long)(1_100_000_000 * Wave(node, store.Time.GetUtcNow(), 0.02)));
        foreach (var pod in store.View(ResourceTypes.Pods).Items.Where(p => p.Text("spec", "nodeName") == node))
            foreach (var used in (Of(pod.Namespace!, pod.Name) ?? new Dictionary<string, (long NanoCores, long Bytes)>()).Values)
                (cores, bytes) = (cores + used.NanoCores, bytes + used.Bytes);
        return (cores, bytes);
    }

    private long Cores(ProfileDefinition profile, PodLife life, DateTimeOffset now)
    {
        var sharers = Math.Max(1, lives.CountRunning(life.Namespace, life.Workload));
        var usual = usualReplicas.GetValueOrDefault((life.Namespace, life.Workload), sharers);
        return (long)(profile.NanoCores * Wave(life.Name, now, profile.Noise) * usual / sharers);
    }

    private long Memory(PulledImage image, PodLife life, ContainerLife container, long limit, DateTimeOffset now)
    {
        var concerning = faults.All.Where(f => f.Concerns(life.Namespace, life.Workload)).ToList();
        var bytes = image.Profile.Bytes * Wave(life.Name + "/memory", now, image.Profile.Noise / 4)
            + Leaks.Bytes(image.Defect, concerning, container.Current!.StartedAt, now);
        return Math.Min((long)bytes, limit);
    }

    /// <summary>How many replicas the workload's file gives it; as many as there are where no file names it.</summary>
    public int UsualReplicas(string @namespace, string workload, int present) => usualReplicas.GetValueOrDefault((@namespace, workload), Math.Max(1, present));

    /// <summary>Around one: three slow sine waves whose phases come from the name.</summary>
    public static double Wave(string name, DateTimeOffset at, double noise)
    {
        var seconds = at.ToUnixTimeMilliseconds() / 1000.0;
        var hash = Naming.Hash(name);
        double Sine(double period, int shift) => Math.Sin(2 * Math.PI * (seconds / period + ((hash >> shift) & 0xffff) / 65536.0));
        return 1 + noise * (0.5 * Sine(41, 0) + 0.3 * Sine(187, 16) + 0.2 * Sine(1021, 32));
    }
}
