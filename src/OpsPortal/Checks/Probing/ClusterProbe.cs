using System.Text.Json.Nodes;
using OpsPortal.Checks.Judging;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Checks.Probing;

/// <summary>Conditions of deployments, pods and nodes.</summary>
internal static class ClusterProbe
{
    private static readonly ApiResource Nodes = new("nodes", "node", "Node", "", "v1", false);

    public static async Task<Finding> AskAsync(KubernetesCheck check, Thresholds thresholds, ActionContext context, CancellationToken cancellation)
    {
        var place = check.Namespace is { Length: > 0 } named ? named : context.DefaultNamespace;
        var options = new ListOptions { LabelSelector = check.Selector is { Length: > 0 } selector ? selector : null };
        return check.Condition switch
        {
            KubernetesCheck.Nodes => Judge("node", "Ready", (await context.Kubernetes.ListAsync(new(Nodes, null), options, cancellation)).Items, o => Condition(o, "Ready"), thresholds),
            KubernetesCheck.Pods => Judge("pod", "ready", [.. (await context.Kubernetes.ListAsync(new(ApiResource.Pods, place), options, cancellation)).Items.Where(Lives)], o => Condition(o, "Ready"), thresholds),
            _ when check.Name is { Length: > 0 } name => Deployment(await context.Kubernetes.GetAsync(new(ApiResource.Deployments, place, name), cancellation), thresholds),
            _ => Judge("deployment", "available", (await context.Kubernetes.ListAsync(new(ApiResource.Deployments, place), options, cancellation)).Items, o => Condition(o, "Available"), thresholds),
        };
    }

    /// <summary>The value is the share of its replicas that are available.</summary>
    internal static Finding Deployment(JsonObject deployment, Thresholds thresholds)
    {
        var (wanted, there) = (Number(deployment, "spec", "replicas") ?? 1, Number(deployment, "status", "availableReplicas") ?? 0);
        if (wanted == 0) return Finding.Failed("It is scaled to 0", 0);
        var share = Math.Round(100.0 * Math.Min(there, wanted) / wanted, 1);
        var text = $"{there} of {wanted} replicas available";
        if (!Condition(deployment, "Available")) return Finding.Failed($"{text}; the deployment is not available", share);
        return new(thresholds.Judge(share), share, text);
    }

    internal static Finding Judge(string noun, string well, IReadOnlyList<JsonObject> objects, Func<JsonObject, bool> isWell, Thresholds thresholds)
    {
        if (objects.Count == 0) return Finding.Unknown($"There is no such {noun}. Check namespace and selector");
        var not = objects.Where(o => !isWell(o)).Select(o => o["metadata"]?["name"]?.ToString() ?? "?").ToList();
        var share = Math.Round(100.0 * (objects.Count - not.Count) / objects.Count, 1);
        var text = $"{objects.Count - not.Count} of {objects.Count} {noun}s {well}";
        if (not.Count > 0) text += $", not {string.Join(", ", not.Take(3))}{(not.Count > 3 ? $" and {not.Count - 3} more" : "")}";
        var outcome = thresholds.Comparison is null ? not.Count == 0 ? CheckOutcome.Passed : CheckOutcome.Failed : thresholds.Judge(share);
        return new(outcome, share, text);
    }

    private static bool Condition(JsonObject o, string type) =>
        (o["status"]?["conditions"] as JsonArray)?.Any(c => c?["type"]?.ToString() == type && c["status"]?.ToString() == "True") == true;

    /// <summary>Those that are done or on their way out need not be ready.</summary>
    private static bool Lives(JsonObject pod) => pod["metadata"]?["deletionTimestamp"] is null && pod["status"]?["phase"]?.ToString() is not ("Succeeded" or "Failed");

    private static int? Number(JsonObject o, string part, string name) => (o[part] as JsonObject)?[name] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;
}
