using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Deletes what has lost its owner, and lets owners go that wait for their dependents (foreground deletion).</summary>
internal sealed class GarbageCollector(ClusterStore store) : Controller
{
    private static readonly IReadOnlyList<ResourceType> Dependents =
    [
        ResourceTypes.Pods, ResourceTypes.ReplicaSets, ResourceTypes.ControllerRevisions, ResourceTypes.Jobs, ResourceTypes.EndpointSlices,
        ResourceTypes.Secrets, ResourceTypes.Certificates, ResourceTypes.CertificateRequests,
    ];

    public override IReadOnlyList<ResourceType> Watches { get; } =
    [
        ResourceTypes.Deployments, ResourceTypes.ReplicaSets, ResourceTypes.StatefulSets, ResourceTypes.DaemonSets, ResourceTypes.Jobs, ResourceTypes.CronJobs,
        ResourceTypes.Pods, ResourceTypes.Services, ResourceTypes.Ingresses, ResourceTypes.Certificates,
    ];

    /// <summary>Owners that are gone or on their way; the key's name is the kind and name.</summary>
    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type)
    {
        var changed = change.Object;
        if (change.Type == StoreEventType.Deleted || (changed.IsDeleting && WaitsForDependents(changed)))
            yield return new(changed.Namespace, $"{type.Name}/{changed.Name}");
        if (change.Type == StoreEventType.Deleted)
            foreach (var owner in changed.List("metadata", "ownerReferences"))
                if (Watches.FirstOrDefault(t => t.Kind == owner.Text("kind")) is { } kind)
                    yield return new(changed.Namespace, $"{kind.Name}/{owner.Text("name")}");
    }

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        var slash = key.Name.IndexOf('/');
        var type = Watches.First(t => t.Name == key.Name[..slash]);
        var name = key.Name[(slash + 1)..];
        if (store.Get(type, key.Namespace, name) is { IsDeleting: true } waiting && WaitsForDependents(waiting))
        {
            if (!DeleteDependents(key.Namespace, r => r.Text("uid") == waiting.Uid)) Release(type, waiting);
            return null;
        }
        DeleteDependents(key.Namespace, r => r.Text("kind") == type.Kind && r.Text("name") == name && store.Get(type, key.Namespace, name)?.Uid != r.Text("uid"));
        return null;
    }

    private bool DeleteDependents(string? ns, Func<JsonObject, bool> refersToOwner)
    {
        var any = false;
        foreach (var type in Dependents)
            foreach (var dependent in store.View(type, ns).Items.Where(d => d.List("metadata", "ownerReferences").Any(refersToOwner)))
            {
                any = true;
                if (type == ResourceTypes.Pods) PodDeletion.Delete(store, dependent);
                else store.Remove(type, dependent.Namespace, dependent.Name);
            }
        return any;
    }

    private static bool WaitsForDependents(JsonObject o) => o.At("metadata", "finalizers") is JsonArray finalizers && finalizers.Any(f => (string?)f == "foregroundDeletion");

    private void Release(ResourceType type, JsonObject owner) => store.Update(type, owner.Namespace, owner.Name, o =>
    {
        var left = ((JsonArray)o.At("metadata", "finalizers")!).Where(f => (string?)f != "foregroundDeletion").Select(f => f!.DeepClone());
        o.Into("metadata")["finalizers"] = Fields.ArrayOf(left);
        return o;
    });
}
