using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>A deployment's status with its conditions, in Kubernetes' words (pkg/controller/deployment: sync.go, progress.go).</summary>
internal static class RolloutConditions
{
    /// <summary>Also tells when the progress deadline passes, where one is running.</summary>
    public static (JsonObject Status, DateTimeOffset? Deadline) Of(JsonObject deployment, JsonObject? current, IReadOnlyList<JsonObject> all, DateTimeOffset now)
    {
        int Sum(string field) => (int)all.Sum(s => s.Number("status", field) ?? 0);
        int Updated(string field) => (int)(current?.Number("status", field) ?? 0);
        var (wanted, replicas, available) = (deployment.Replicas, Sum("replicas"), Sum("availableReplicas"));
        var (updated, ready) = (Updated("replicas"), Sum("readyReplicas"));
        var status = new JsonObject { ["observedGeneration"] = deployment.Number("metadata", "generation") };
        foreach (var (name, count) in ((string, int)[])[
            ("replicas", replicas), ("updatedReplicas", updated), ("readyReplicas", ready), ("availableReplicas", available),
            ("unavailableReplicas", Math.Max(0, Math.Max(wanted, all.Sum(s => s.Replicas)) - available))])
            if (count > 0) status[name] = count;

        var conditions = deployment.List("status", "conditions").Select(c => (JsonObject)c.DeepClone()).ToList();
        var enough = available >= wanted - RolloutPlan.Limits(deployment).MaxUnavailable;
        Set(conditions, "Available", enough, enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            enough ? "Deployment has minimum availability." : "Deployment does not have minimum availability.", now);
        var complete = updated == wanted && replicas == wanted && available == wanted && current is not null;
        var deadline = Progress(deployment, current, complete, Moved(deployment, updated, replicas, ready, available), conditions, now);
        status["conditions"] = Fields.ArrayOf(conditions.OrderBy(c => c.Text("type"), StringComparer.Ordinal));
        if (deployment.Number("status", "collisionCount") is { } collisions) status["collisionCount"] = collisions;
        return (status, deadline);
    }

    private static bool Moved(JsonObject deployment, int updated, int replicas, int ready, int available)
    {
        long Before(string field) => deployment.Number("status", field) ?? 0;
        return updated > Before("updatedReplicas")
            || replicas - updated < Before("replicas") - Before("updatedReplicas")
            || ready > Before("readyReplicas")
            || available > Before("availableReplicas");
    }

    private static DateTimeOffset? Progress(JsonObject deployment, JsonObject? current, bool complete, bool moved, List<JsonObject> conditions, DateTimeOffset now)
    {
        var known = conditions.FirstOrDefault(c => c.Text("type") == "Progressing");
        var reason = known?.Text("reason");
        if (deployment.Text("spec", "paused") == "true")
        {
            if (reason != "DeploymentPaused") Set(conditions, "Progressing", null, "DeploymentPaused", "Deployment is paused", now);
            return null;
        }
        if (reason == "DeploymentPaused")
            known = Set(conditions, "Progressing", null, "DeploymentResumed", "Deployment is resumed", now);
        if (current is null) return null;
        if (complete)
        {
            Set(conditions, "Progressing", true, "NewReplicaSetAvailable", $"ReplicaSet \"{current.Name}\" has successfully progressed.", now);
            return null;
        }
        var same = known?.Text("message")?.Contains($"\"{current.Name}\"", StringComparison.Ordinal) == true || reason == "DeploymentPaused";
        if (known is null || !same)
            known = Set(conditions, "Progressing", true, "NewReplicaSetCreated", $"Created new replica set \"{current.Name}\"", now, refresh: true);
        else if (moved)
            known = Set(conditions, "Progressing", true, "ReplicaSetUpdated", $"ReplicaSet \"{current.Name}\" is progressing.", now, refresh: true);
        else if (reason is "NewReplicaSetAvailable")
            // Availability that was reached once and lost again is no rollout: the deadline does not run.
            return null;
        if (known.Text("reason") == "ProgressDeadlineExceeded") return null;
        var at = known.Time("lastUpdateTime")!.Value + TimeSpan.FromSeconds(deployment.Number("spec", "progressDeadlineSeconds") ?? 600);
        if (at > now) return at;
        Set(conditions, "Progressing", false, "ProgressDeadlineExceeded", $"ReplicaSet \"{current.Name}\" has timed out progressing.", now);
        return null;
    }

    private static JsonObject Set(List<JsonObject> conditions, string type, bool? holds, string reason, string message, DateTimeOffset now, bool refresh = false)
    {
        var status = holds switch { true => "True", false => "False", null => "Unknown" };
        var before = conditions.FirstOrDefault(c => c.Text("type") == type);
        if (before is not null && !refresh && before.Text("status") == status && before.Text("reason") == reason && before.Text("message") == message) return before;
        var made = new JsonObject
        {
            ["type"] = type,
            ["status"] = status,
            ["reason"] = reason,
            ["message"] = message,
            ["lastUpdateTime"] = Fields.Stamp(now),
            ["lastTransitionTime"] = before?.Text("status") == status ? before.Text("lastTransitionTime") : Fields.Stamp(now),
        };
        conditions.RemoveAll(c => c.Text("type") == type);
        conditions.Add(made);
        return made;
    }
}
