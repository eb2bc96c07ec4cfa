using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Gives new namespaces what each has, and empties those that are deleted.</summary>
internal sealed class NamespaceController(ClusterStore store) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Namespaces, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) => type == ResourceTypes.Namespaces
        ? [new(null, change.Object.Name)]
        : change.Type == StoreEventType.Deleted ? [new(null, change.Object.Namespace!)] : [];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Namespaces, null, key.Name) is { IsDeleting: false } found)
            Furnish(found);
        else if (Empty(key.Name))
            store.Update(ResourceTypes.Namespaces, null, key.Name, n =>
            {
                n.Into("metadata").Remove("finalizers");
                n.Into("spec").Remove("finalizers");
                return n;
            });
        return null;
    }

    private void Furnish(JsonObject found)
    {
        if (found.Text("status", "phase") is null)
            store.Update(ResourceTypes.Namespaces, null, found.Name, n =>
            {
                n.Into("status")["phase"] = "Active";
                n.Into("metadata", "labels")["kubernetes.io/metadata.name"] = n.Name;
                return n;
            });
        JsonObject Named(string name) => new() { ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = found.Name, ["creationTimestamp"] = Fields.Stamp(found.CreatedAt) } };
        store.Create(ResourceTypes.ServiceAccounts, Named("default"));
        var trust = Named("kube-root-ca.crt");
        trust["data"] = new JsonObject { ["ca.crt"] = "" };
        store.Create(ResourceTypes.ConfigMaps, trust);
    }

    private bool Empty(string ns)
    {
        var left = false;
        foreach (var type in ObjectKinds.All.Where(t => t.Namespaced))
            foreach (var inside in store.View(type, ns).Items)
            {
                if (type == ResourceTypes.Pods)
                {
                    left = true;
                    PodDeletion.Delete(store, inside);
                }
                else store.Remove(type, ns, inside.Name);
            }
        return !left;
    }
}
