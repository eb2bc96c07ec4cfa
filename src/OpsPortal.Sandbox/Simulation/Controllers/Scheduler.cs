using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Binds pods to the node that has most CPU left for them.</summary>
internal sealed class Scheduler(ClusterStore store, EventRecorder events) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Pods, ResourceTypes.Nodes];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Pods && change.Type == StoreEventType.Added
        ? [change.Object.Key]
        : type == ResourceTypes.Nodes || change.Type == StoreEventType.Deleted
            ? store.View(ResourceTypes.Pods).Items.Where(p => p.Text("spec", "nodeName") is null).Select(p => p.Key)
            : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Pods, key.Namespace, key.Name) is not { } pod || pod.IsDeleting || pod.Text("spec", "nodeName") is not null) return null;
        var nodes = store.View(ResourceTypes.Nodes).Items;
        var bound = store.View(ResourceTypes.Pods).Items.Where(p => p.Text("spec", "nodeName") is not null).ToLookup(p => p.Text("spec", "nodeName"));
        var judged = nodes.Select(node => Placement.Judge(pod, node, [.. bound[node.Name]])).ToList();
        if (judged.Where(j => j.Refusal is null).OrderByDescending(j => j.CoresLeft).ThenBy(j => j.Node, StringComparer.Ordinal).FirstOrDefault() is { } best)
            Bind(pod, best.Node);
        else
            Refuse(pod, judged);
        return null;
    }

    private void Bind(JsonObject pod, string node)
    {
        store.Update(ResourceTypes.Pods, pod.Namespace, pod.Name, current =>
        {
            current.Into("spec")["nodeName"] = node;
            SetScheduled(current, "True", null, null);
            return current;
        });
        events.Normal(pod, "default-scheduler", "Scheduled", $"Successfully assigned {pod.Namespace}/{pod.Name} to {node}");
    }

    private void Refuse(JsonObject pod, List<Placement> judged)
    {
        var reasons = judged.GroupBy(j => j.Refusal).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        var message = $"0/{judged.Count} nodes are available: {string.Join(", ", reasons)}. "
            + $"preemption: 0/{judged.Count} nodes are available: {judged.Count} No preemption victims found for incoming pod.";
        store.Update(ResourceTypes.Pods, pod.Namespace, pod.Name, current =>
        {
            SetScheduled(current, "False", "Unschedulable", message);
            return current;
        });
        events.Warning(pod, "default-scheduler", "FailedScheduling", message);
    }

    private void SetScheduled(JsonObject pod, string status, string? reason, string? message)
    {
        if (pod.Condition("PodScheduled") is { } known && known.Text("status") == status && known.Text("message") == message) return;
        var condition = new JsonObject
        {
            ["type"] = "PodScheduled",
            ["status"] = status,
            ["lastProbeTime"] = null,
            ["lastTransitionTime"] = Fields.Stamp(store.Time.GetUtcNow()),
        };
        if (reason is not null) condition["reason"] = reason;
        if (message is not null) condition["message"] = message;
        var others = pod.List("status", "conditions").Where(c => c.Text("type") != "PodScheduled").Select(c => c.DeepClone());
        pod.Into("status")["phase"] ??= "Pending";
        pod.Into("status")["conditions"] = Fields.ArrayOf(others.Append(condition));
    }
}

/// <summary>Whether a pod fits on a node.</summary>
/// <param name="Refusal">Null where it fits.</param>
internal sealed record Placement(string Node, string? Refusal, decimal CoresLeft)
{
    public static Placement Judge(JsonObject pod, JsonObject node, IReadOnlyList<JsonObject> bound)
    {
        if (node.Text("spec", "unschedulable") == "true") return new(node.Name, "node(s) were unschedulable", 0);
        var wanted = pod.Texts("spec", "nodeSelector");
        if (wanted.Any(w => node.Labels.GetValueOrDefault(w.Key) != w.Value)) return new(node.Name, "node(s) didn't match Pod's node affinity/selector", 0);
        var cores = Left(node, bound, "cpu") - Requested(pod, "cpu");
        var memory = Left(node, bound, "memory") - Requested(pod, "memory");
        return new(node.Name, cores < 0 ? "Insufficient cpu" : memory < 0 ? "Insufficient memory" : null, cores);
    }

    private static decimal Left(JsonObject node, IReadOnlyList<JsonObject> bound, string what) =>
        (Quantity.Parse(node.Text("status", "allocatable", what)) ?? 0)
        - bound.Where(p => p.Text("status", "phase") is not ("Succeeded" or "Failed")).Sum(p => Requested(p, what));

    private static decimal Requested(JsonObject pod, string what) => pod.List("spec", "containers").Sum(c =>
        Quantity.Parse(c.Text("resources", "requests", what)) ?? Quantity.Parse(c.Text("resources", "limits", what)) ?? 0);
}
