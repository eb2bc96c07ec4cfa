using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>metrics.k8s.io of pods, measured when asked.</summary>
internal sealed class PodMetrics(ClusterStore store, IPodRuntime runtime)
{
    public static ResourceType Type { get; } = new("metrics.k8s.io", "v1beta1", "pods", "pod", "PodMetrics", true);

    public IEnumerable<JsonObject> List(string? @namespace)
    {
        foreach (var pod in store.View(ResourceTypes.Pods, @namespace).Items)
            if (runtime.Usage(pod.Namespace()!, pod.Name()) is { Count: > 0 } usage)
                yield return Measured(pod, new JsonArray([.. usage.Select(c => new JsonObject { ["name"] = c.Key, ["usage"] = Quantities(c.Value) })]));
    }

    private JsonObject Measured(JsonObject pod, JsonArray containers)
    {
        var made = Metrics(Type, pod, store.Time.GetUtcNow());
        made["containers"] = containers;
        return made;
    }

    public static JsonObject Metrics(ResourceType type, JsonObject of, DateTimeOffset at)
    {
        var metadata = new JsonObject { ["name"] = of.Name(), ["creationTimestamp"] = ClusterStore.Timestamp(at) };
        if (of.Namespace() is { } @namespace) metadata["namespace"] = @namespace;
        if (of.At("metadata.labels") is { } labels) metadata["labels"] = labels.DeepClone();
        return new JsonObject
        {
            ["kind"] = type.Kind,
            ["apiVersion"] = type.ApiVersion,
            ["metadata"] = metadata,
            ["timestamp"] = ClusterStore.Timestamp(at),
            ["window"] = "15s",
        };
    }

    public static JsonObject Quantities((long NanoCores, long Bytes) usage) => new() { ["cpu"] = $"{usage.NanoCores}n", ["memory"] = $"{usage.Bytes / 1024}Ki" };
}
