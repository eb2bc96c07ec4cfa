using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Makes certain bare pods again under their own name when they are deleted, as an operator does for the pods that it looks after.</summary>
internal sealed class KeptPods(ClusterStore store) : Controller
{
    public const string Annotation = "sandbox.opsportal.dev/kept";
    private readonly Dictionary<ObjectKey, JsonObject> lost = [];

    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type)
    {
        if (change.Type != StoreEventType.Deleted || change.Object.Text("metadata", "annotations", Annotation) is null) yield break;
        lost[change.Object.Key] = change.Object;
        yield return change.Object.Key;
    }

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (!lost.Remove(key, out var last) || store.Get(ResourceTypes.Namespaces, null, key.Namespace!) is null or { IsDeleting: true }) return null;
        var spec = (JsonObject)last["spec"]!.DeepClone();
        spec.Remove("nodeName");
        store.Create(ResourceTypes.Pods, PodFactory.Complete(new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = key.Name,
                ["namespace"] = key.Namespace,
                ["labels"] = last.At("metadata", "labels")?.DeepClone(),
                ["annotations"] = last.At("metadata", "annotations")?.DeepClone(),
            },
            ["spec"] = spec,
        }));
        return null;
    }
}
