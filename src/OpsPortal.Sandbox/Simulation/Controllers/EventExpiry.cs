using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Forgets events an hour after they last happened.</summary>
internal sealed class EventExpiry(ClusterStore store) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.Events];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) =>
        change.Type == StoreEventType.Deleted ? [] : [change.Object.Key];

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.Events, key.Namespace, key.Name) is not { } told) return null;
        var left = (told.Time("lastTimestamp") ?? told.CreatedAt) + EventRecorder.Lifetime - store.Time.GetUtcNow();
        if (left > TimeSpan.Zero) return left;
        store.Remove(ResourceTypes.Events, key.Namespace, key.Name);
        return null;
    }
}
