using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Suggestions;

/// <summary>What a person wants to know of an object before choosing it.</summary>
internal static class SuggestionDetail
{
    public static string Of(ApiResource resource, JsonObject item, DateTimeOffset now)
    {
        List<string> parts = [.. State(resource, item)];
        if (item.Time("metadata", "creationTimestamp") is { } created) parts.Add(Age(now - created));
        return string.Join(", ", parts);
    }

    private static IEnumerable<string> State(ApiResource resource, JsonObject item) => resource.Name switch
    {
        "pods" => Pod(item),
        "deployments" or "statefulsets" or "replicasets" => [$"{item.NumberAt("status", "readyReplicas") ?? 0} of {item.NumberAt("spec", "replicas") ?? 1} ready"],
        "daemonsets" => [$"{item.NumberAt("status", "numberReady") ?? 0} of {item.NumberAt("status", "desiredNumberScheduled") ?? 0} ready"],
        "nodes" => [item.Condition("Ready").TextAt("status") == "True" ? "Ready" : "NotReady", .. item.FlagAt("spec", "unschedulable") ? ["cordoned"] : Array.Empty<string>()],
        _ => item.TextAt("status", "phase") is { } phase ? [phase] : [],
    };

    private static IEnumerable<string> Pod(JsonObject pod)
    {
        var waiting = pod.Objects("status", "containerStatuses").Select(c => c.TextAt("state", "waiting", "reason")).FirstOrDefault(reason => reason is not null);
        yield return pod.At("metadata", "deletionTimestamp") is not null ? "Terminating" : waiting ?? pod.TextAt("status", "phase") ?? "Unknown";
        if (Pods.Restarts(pod) is > 0 and var restarts) yield return $"{restarts} restart{(restarts == 1 ? "" : "s")}";
    }

    private static string Age(TimeSpan age) => age switch
    {
        { TotalDays: >= 1 } => $"{(int)age.TotalDays} d",
        { TotalHours: >= 1 } => $"{(int)age.TotalHours} h",
        { TotalMinutes: >= 1 } => $"{(int)age.TotalMinutes} m",
        _ => $"{(int)Math.Max(0, age.TotalSeconds)} s",
    };
}
