using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>How far a rollout is.</summary>
/// <param name="Message">As kubectl says it.</param>
/// <param name="Failed">It will not get further by itself, or cannot be watched.</param>
internal sealed record RolloutStatus(string Message, bool Done, bool Failed = false)
{
    /// <param name="revision">Null asks for whichever runs.</param>
    public static RolloutStatus Of(JsonObject workload, string? revision = null) => workload.TextAt("kind") switch
    {
        "Deployment" => Deployment(workload, revision),
        "DaemonSet" => DaemonSet(workload),
        "StatefulSet" => StatefulSet(workload),
        var kind => Fail($"no rollout to follow: a {kind} has none, only deployments, daemon sets and stateful sets do"),
    };

    private static RolloutStatus Deployment(JsonObject deployment, string? revision)
    {
        var name = deployment.Name();
        var running = deployment.Annotation("deployment.kubernetes.io/revision");
        if (revision is not null and not "0" && revision != running) return Fail($"desired revision ({revision}) is different from the running revision ({running})");
        if (deployment.NumberAt("metadata", "generation") > Status(deployment, "observedGeneration")) return Wait("Waiting for deployment spec update to be observed...");
        if (deployment.Condition("Progressing").TextAt("reason") == "ProgressDeadlineExceeded") return Fail($"deployment \"{name}\" exceeded its progress deadline");
        var (updated, all, available) = (Status(deployment, "updatedReplicas"), Status(deployment, "replicas"), Status(deployment, "availableReplicas"));
        if (updated < deployment.NumberAt("spec", "replicas"))
            return Wait($"Waiting for deployment \"{name}\" rollout to finish: {updated} out of {deployment.NumberAt("spec", "replicas")} new replicas have been updated...");
        if (all > updated) return Wait($"Waiting for deployment \"{name}\" rollout to finish: {all - updated} old replicas are pending termination...");
        if (available < updated) return Wait($"Waiting for deployment \"{name}\" rollout to finish: {available} of {updated} updated replicas are available...");
        return new($"deployment \"{name}\" successfully rolled out", true);
    }

    private static RolloutStatus DaemonSet(JsonObject daemons)
    {
        var name = daemons.Name();
        if (NotRolling(daemons) is { } refusal) return refusal;
        if (daemons.NumberAt("metadata", "generation") > Status(daemons, "observedGeneration")) return Wait("Waiting for daemon set spec update to be observed...");
        var (desired, updated, available) = (Status(daemons, "desiredNumberScheduled"), Status(daemons, "updatedNumberScheduled"), Status(daemons, "numberAvailable"));
        if (updated < desired) return Wait($"Waiting for daemon set \"{name}\" rollout to finish: {updated} out of {desired} new pods have been updated...");
        if (available < desired) return Wait($"Waiting for daemon set \"{name}\" rollout to finish: {available} of {desired} updated pods are available...");
        return new($"daemon set \"{name}\" successfully rolled out", true);
    }

    private static RolloutStatus StatefulSet(JsonObject set)
    {
        if (NotRolling(set) is { } refusal) return refusal;
        var observed = Status(set, "observedGeneration");
        if (observed == 0 || set.NumberAt("metadata", "generation") > observed) return Wait("Waiting for statefulset spec update to be observed...");
        var replicas = set.NumberAt("spec", "replicas");
        var (ready, updated) = (Status(set, "readyReplicas"), Status(set, "updatedReplicas"));
        if (ready < replicas) return Wait($"Waiting for {replicas - ready} pods to be ready...");
        if (set.At("spec", "updateStrategy", "rollingUpdate") is JsonObject rolling)
        {
            if (rolling.NumberAt("partition") is { } partition && updated < replicas - partition)
                return Wait($"Waiting for partitioned roll out to finish: {updated} out of {replicas - partition} new pods have been updated...");
            return new($"partitioned roll out complete: {updated} new pods have been updated...", true);
        }
        if (set.TextAt("status", "updateRevision") != set.TextAt("status", "currentRevision"))
            return Wait($"waiting for statefulset rolling update to complete {updated} pods at revision {set.TextAt("status", "updateRevision")}...");
        return new($"statefulset rolling update complete {Status(set, "currentReplicas")} pods at revision {set.TextAt("status", "currentRevision")}...", true);
    }

    private static RolloutStatus? NotRolling(JsonObject workload) =>
        workload.TextAt("spec", "updateStrategy", "type") == "RollingUpdate" ? null : Fail("rollout status is only available for RollingUpdate strategy type");

    private static long Status(JsonObject workload, string count) => workload.NumberAt("status", count) ?? 0;
    private static RolloutStatus Wait(string message) => new(message, false);
    private static RolloutStatus Fail(string message) => new(message, true, Failed: true);
}
