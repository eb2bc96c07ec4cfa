using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Rolls deployments out through replica sets, and keeps their revisions.</summary>
internal sealed class DeploymentController(ClusterStore store, EventRecorder events) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Deployments, ResourceTypes.ReplicaSets, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type)
    {
        if (type == ResourceTypes.Deployments) return [change.Object.Key];
        if (type == ResourceTypes.Pods)
            // Recreate waits for the last old pod to be gone.
            return change.Type == StoreEventType.Deleted ? [new(change.Object.Namespace, Pods.Workload.Of(change.Object))] : [];
        return change.Object.Owner is { } owner && owner.Text("kind") == "Deployment" ? [new(change.Object.Namespace, owner.Text("name")!)] : [];
    }

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Deployments, key.Namespace, key.Name) is not { } deployment || deployment.IsDeleting) return null;
        var sets = Sets(deployment);
        var current = sets.FirstOrDefault(s => Naming.SameTemplate((JsonObject)s.At("spec", "template")!, (JsonObject)deployment.At("spec", "template")!));
        var old = sets.Where(s => s.Name != current?.Name).ToList();
        if (deployment.Text("spec", "paused") == "true") ScalePaused(deployment, sets);
        else
        {
            current = Newest(deployment, current, old);
            if (deployment.Text("spec", "strategy", "type") == "Recreate") Recreate(deployment, current, old);
            else RollOn(deployment, current, old);
            CleanUp(deployment, old);
        }
        return Report(deployment, current?.Name);
    }

    private List<JsonObject> Sets(JsonObject deployment) =>
        [.. store.View(ResourceTypes.ReplicaSets, deployment.Namespace).Items.Where(s => s.IsOwnedBy(deployment))];

    /// <summary>The replica set of the present template: made, or found again and given the newest revision.</summary>
    private JsonObject? Newest(JsonObject deployment, JsonObject? current, List<JsonObject> old)
    {
        var revision = old.Select(Revisions.Of).DefaultIfEmpty().Max() + 1;
        if (current is null)
        {
            if (deployment.Text("spec", "strategy", "type") == "Recreate" && (ScaleAllDown(deployment, old) || HasPods(deployment, old))) return null;
            var size = deployment.Text("spec", "strategy", "type") == "Recreate"
                ? deployment.Replicas
                : Math.Clamp(deployment.Replicas + RolloutPlan.Limits(deployment).MaxSurge - old.Sum(s => s.Replicas), 0, deployment.Replicas);
            current = store.Create(ResourceTypes.ReplicaSets, Revisions.ReplicaSet(deployment, (JsonObject)deployment.At("spec", "template")!, revision, size));
            if (current is not null && size > 0) TellScaled(deployment, current.Name, 0, size);
        }
        else
            current = store.Update(ResourceTypes.ReplicaSets, current.Namespace, current.Name, set =>
            {
                Revisions.Annotate(set, deployment, Math.Max(revision, Revisions.Of(set)));
                return set;
            });
        if (current is not null)
            store.Update(ResourceTypes.Deployments, deployment.Namespace, deployment.Name, d =>
            {
                d.Into("metadata", "annotations")[Revisions.Annotation] = Revisions.Of(current).ToString(CultureInfo.InvariantCulture);
                return d;
            });
        return current;
    }

    private void RollOn(JsonObject deployment, JsonObject? current, List<JsonObject> old)
    {
        var (surge, unavailable) = RolloutPlan.Limits(deployment);
        var next = RolloutPlan.Next(deployment.Replicas, surge, unavailable, current is null ? null : RolloutSet.Of(current), [.. old.Select(RolloutSet.Of)]);
        foreach (var (name, size) in next) Scale(deployment, name, size);
    }

    private void Recreate(JsonObject deployment, JsonObject? current, List<JsonObject> old)
    {
        if (!ScaleAllDown(deployment, old) && !HasPods(deployment, old) && current is not null) Scale(deployment, current.Name, deployment.Replicas);
    }

    private bool ScaleAllDown(JsonObject deployment, List<JsonObject> sets)
    {
        var active = sets.Where(s => s.Replicas > 0).ToList();
        foreach (var set in active) Scale(deployment, set.Name, 0);
        return active.Count > 0;
    }

    private bool HasPods(JsonObject deployment, List<JsonObject> sets) =>
        store.View(ResourceTypes.Pods, deployment.Namespace).Items.Any(pod => sets.Any(pod.IsOwnedBy));

    /// <summary>A paused deployment rolls nothing out, but can be scaled.</summary>
    private void ScalePaused(JsonObject deployment, List<JsonObject> sets)
    {
        var active = sets.Where(s => s.Replicas > 0).ToList();
        var only = active.Count == 1 ? active[0] : active.Count == 0 ? sets.MaxBy(Revisions.Of) : null;
        if (only is not null) Scale(deployment, only.Name, deployment.Replicas);
    }

    private void Scale(JsonObject deployment, string name, int size)
    {
        var before = size;
        store.Update(ResourceTypes.ReplicaSets, deployment.Namespace, name, set =>
        {
            before = set.Replicas;
            set.Into("spec")["replicas"] = size;
            Revisions.Size(set, deployment);
            return set;
        });
        if (before != size) TellScaled(deployment, name, before, size);
    }

    private void TellScaled(JsonObject deployment, string set, int from, int to) =>
        events.Normal(deployment, "deployment-controller", "ScalingReplicaSet", $"Scaled {(to > from ? "up" : "down")} replica set {set} from {from} to {to}");

    private void CleanUp(JsonObject deployment, List<JsonObject> old)
    {
        var kept = (int)(deployment.Number("spec", "revisionHistoryLimit") ?? 10);
        foreach (var set in old.Where(s => s.Replicas == 0 && (s.Number("status", "replicas") ?? 0) == 0).OrderByDescending(Revisions.Of).Skip(kept))
            store.Remove(ResourceTypes.ReplicaSets, set.Namespace, set.Name);
    }

    private TimeSpan? Report(JsonObject deployment, string? current)
    {
        var now = store.Time.GetUtcNow();
        var all = Sets(deployment);
        DateTimeOffset? deadline = null;
        store.Update(ResourceTypes.Deployments, deployment.Namespace, deployment.Name, d =>
        {
            (var status, deadline) = RolloutConditions.Of(d, all.FirstOrDefault(s => s.Name == current), all, now);
            d["status"] = status;
            return d;
        });
        return deadline is null ? null : deadline.Value - now;
    }
}
