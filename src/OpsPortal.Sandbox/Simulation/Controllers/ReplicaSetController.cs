using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Keeps as many pods as a replica set asks for.</summary>
internal sealed class ReplicaSetController(ClusterStore store, Naming naming, EventRecorder events) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.ReplicaSets, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.ReplicaSets
        ? [change.Object.Key]
        : change.Object.Owner is { } owner && owner.Text("kind") == "ReplicaSet" ? [new(change.Object.Namespace, owner.Text("name")!)] : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.ReplicaSets, key.Namespace, key.Name) is not { } set || set.IsDeleting) return null;
        var pods = store.View(ResourceTypes.Pods, key.Namespace).Items.Where(p => p.IsOwnedBy(set) && IsAlive(p)).ToList();
        for (var missing = set.Replicas - pods.Count; missing > 0; missing--) pods.Add(Create(set));
        foreach (var pod in ScaleDownOrder.First(pods, pods.Count - set.Replicas).ToList())
        {
            PodDeletion.Delete(store, pod);
            events.Normal(set, "replicaset-controller", "SuccessfulDelete", $"Deleted pod: {pod.Name}");
            pods.Remove(pod);
        }
        return Report(set, pods);
    }

    private static bool IsAlive(JsonObject pod) => !pod.IsDeleting && pod.Text("status", "phase") is not ("Succeeded" or "Failed");

    private JsonObject Create(JsonObject set)
    {
        while (true)
        {
            var pod = PodFactory.From((JsonObject)set.At("spec", "template")!, set, $"{set.Name}-{naming.Suffix()}");
            if (store.Create(ResourceTypes.Pods, pod) is not { } made) continue;
            events.Normal(set, "replicaset-controller", "SuccessfulCreate", $"Created pod: {made.Name}");
            return made;
        }
    }

    private TimeSpan? Report(JsonObject set, List<JsonObject> pods)
    {
        var now = store.Time.GetUtcNow();
        var settling = TimeSpan.FromSeconds(set.Number("spec", "minReadySeconds") ?? 0);
        var ready = pods.Where(p => p.HasCondition("Ready")).ToList();
        var left = ready.Select(p => p.Condition("Ready")!.Time("lastTransitionTime")!.Value + settling - now).Where(l => settling > TimeSpan.Zero && l > TimeSpan.Zero).ToList();
        store.Update(ResourceTypes.ReplicaSets, set.Namespace, set.Name, current =>
        {
            var status = new JsonObject { ["replicas"] = pods.Count, ["observedGeneration"] = current.Number("metadata", "generation") };
            if (pods.Count > 0) status["fullyLabeledReplicas"] = pods.Count;
            if (ready.Count > 0) status["readyReplicas"] = ready.Count;
            if (ready.Count > left.Count) status["availableReplicas"] = ready.Count - left.Count;
            current["status"] = status;
            return current;
        });
        return left.Count > 0 ? left.Min() : null;
    }
}

/// <summary>Which pods go first when there are too many (pkg/controller, ActivePodsWithRanks).</summary>
internal static class ScaleDownOrder
{
    public static IEnumerable<JsonObject> First(IEnumerable<JsonObject> pods, int count) => count <= 0 ? [] : pods
        .OrderBy(p => p.Text("spec", "nodeName") is null ? 0 : 1)
        .ThenBy(p => p.Text("status", "phase") == "Running" ? 1 : 0)
        .ThenBy(p => p.HasCondition("Ready") ? 1 : 0)
        .ThenBy(p => long.TryParse(p.Text("metadata", "annotations", "controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0)
        .ThenByDescending(p => p.Condition("Ready")?.Time("lastTransitionTime"))
        .ThenByDescending(p => p.List("status", "containerStatuses").Sum(c => c.Number("restartCount") ?? 0))
        .ThenByDescending(p => p.CreatedAt)
        .ThenBy(p => p.Name, StringComparer.Ordinal)
        .Take(count);
}
