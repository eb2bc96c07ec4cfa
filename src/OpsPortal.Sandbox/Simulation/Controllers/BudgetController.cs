using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Subresources;
using OpsPortal.Sandbox.Simulation.Control;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Counts for each disruption budget how many of its pods are healthy, and how many may leave.</summary>
internal sealed class BudgetController(ClusterStore store) : Controller
{
    public override IReadOnlyList<ResourceType> Watches { get; } = [ResourceTypes.PodDisruptionBudgets, ResourceTypes.Pods];

    public override IEnumerable<ObjectKey> Affected(StoreEvent change, ResourceType type) =>
        type.Id == ResourceTypes.PodDisruptionBudgets.Id
            ? change.Type == StoreEventType.Deleted ? [] : [change.Object.Key]
            : store.View(ResourceTypes.PodDisruptionBudgets, change.Object.Namespace).Items.Where(b => DisruptionBudget.Concerns(b, change.Object)).Select(b => b.Key);

    public override TimeSpan? Reconcile(ObjectKey key)
    {
        if (store.Get(ResourceTypes.PodDisruptionBudgets, key.Namespace, key.Name) is not { } budget) return null;
        var pods = store.View(ResourceTypes.Pods, key.Namespace).Items.Where(p => DisruptionBudget.Concerns(budget, p)).ToList();
        var healthy = pods.Count(DisruptionBudget.Healthy);
        var wanted = DisruptionBudget.Wanted(budget, pods.Count);
        store.Update(ResourceTypes.PodDisruptionBudgets, key.Namespace, key.Name, b =>
        {
            b["status"] = new JsonObject
            {
                ["currentHealthy"] = healthy,
                ["desiredHealthy"] = wanted,
                ["disruptionsAllowed"] = Math.Max(0, healthy - wanted),
                ["expectedPods"] = pods.Count,
                ["observedGeneration"] = b["metadata"]?["generation"]?.DeepClone(),
            };
            return b;
        });
        return null;
    }
}
