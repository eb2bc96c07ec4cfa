using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>What a person wants to know of a pod in one word, by the rules of the API server's own printer.</summary>
internal sealed record PodSummary(string Status, int Ready, int Containers, long Restarts, DateTimeOffset? LastRestart)
{
    public static PodSummary Of(JsonObject pod)
    {
        var statuses = pod.Objects("status.containerStatuses");
        var initial = Initializing(pod);
        var reason = initial ?? Reason(pod, statuses);
        if (pod.At("metadata.deletionTimestamp") is not null)
        {
            if (pod.Text("status.reason") == "NodeLost") reason = "Unknown";
            else if (pod.Text("status.phase") is not ("Succeeded" or "Failed")) reason = "Terminating";
        }
        var counted = initial is null ? statuses : pod.Objects("status.initContainerStatuses");
        return new(reason,
            statuses.Count(c => c.Flag("ready") && c.At("state.running") is not null),
            pod.Objects("spec.containers").Count,
            counted.Sum(c => c.Number("restartCount") ?? 0),
            counted.Max(c => c.Instant("lastState.terminated.finishedAt")));
    }

    private static string Reason(JsonObject pod, IReadOnlyList<JsonObject> statuses)
    {
        var reason = pod.Text("status.reason") ?? pod.Text("status.phase") ?? "Unknown";
        // The first container has the last word.
        foreach (var status in statuses.Reverse())
            reason = status.Text("state.waiting.reason") ?? Ended(status.At("state.terminated"), "") ?? reason;
        if (reason != "Completed" || !statuses.Any(c => c.Flag("ready") && c.At("state.running") is not null)) return reason;
        return pod.Objects("status.conditions").Any(c => c.Text("type") == "Ready" && c.Text("status") == "True") ? "Running" : "NotReady";
    }

    /// <summary>Null once the init containers are through.</summary>
    private static string? Initializing(JsonObject pod)
    {
        var sidecars = pod.Objects("spec.initContainers").Where(c => c.Text("restartPolicy") == "Always").Select(c => c.Text("name")).ToHashSet();
        foreach (var (done, status) in pod.Objects("status.initContainerStatuses").Index())
        {
            if (status.At("state.terminated") is { } ended)
            {
                if (ended.Number("exitCode") is null or 0) continue;
                return Ended(ended, "Init:");
            }
            if (sidecars.Contains(status.Text("name")) && status.Flag("started")) continue;
            return status.Text("state.waiting.reason") is { } waiting and not "PodInitializing"
                ? $"Init:{waiting}"
                : $"Init:{done}/{pod.Objects("spec.initContainers").Count}";
        }
        return null;
    }

    private static string? Ended(JsonNode? terminated, string prefix) => terminated is null ? null
        : terminated.Text("reason") is { Length: > 0 } reason ? prefix + reason
        : terminated.Number("signal") is { } signal and not 0 ? $"{prefix}Signal:{signal}"
        : $"{prefix}ExitCode:{terminated.Number("exitCode") ?? 0}";
}
