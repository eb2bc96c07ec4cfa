using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Control;

/// <summary>
/// Brings what is closer to what was asked for, one object at a time. Level-triggered: it looks at the present state, never at
/// what the event said, so that doing it once too often does nothing.
/// </summary>
internal abstract class Controller
{
    public abstract IReadOnlyList<ResourceType> Watches { get; }

    /// <summary>The objects of this controller that a change concerns.</summary>
    public abstract IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type);

    /// <summary>Returns when to look again without a change, or null where only a change matters.</summary>
    public abstract TimeSpan? Reconcile(ObjectKey key);
}
