using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>metrics.k8s.io of nodes, measured when asked.</summary>
internal sealed class NodeMetrics(ClusterStore store, IPodRuntime runtime)
{
    public static ResourceType Type { get; } = new("metrics.k8s.io", "v1beta1", "nodes", "node", "NodeMetrics", false);

    public IEnumerable<JsonObject> List(string? @namespace)
    {
        foreach (var node in store.View(ResourceTypes.Nodes).Items)
            if (runtime.NodeUsage(node.Name()) is { } usage)
            {
                var made = PodMetrics.Metrics(Type, node, store.Time.GetUtcNow());
                made["usage"] = PodMetrics.Quantities(usage);
                yield return made;
            }
    }
}
