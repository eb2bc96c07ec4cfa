using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation.Pods;

internal static class Workload
{
    /// <summary>The name of what a pod belongs to: <c>api-7d9f-x2k</c> → <c>api</c>.</summary>
    public static string Of(JsonObject pod)
    {
        if (pod.Owner is not { } owner) return pod.Name;
        var name = owner.Text("name")!;
        return owner.Text("kind") == "ReplicaSet" && pod.Labels.TryGetValue("pod-template-hash", out var hash) && name.EndsWith($"-{hash}", StringComparison.Ordinal)
            ? name[..^(hash.Length + 1)]
            : name;
    }
}
