using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Deployments, replica sets, daemon sets and stateful sets.</summary>
internal static class WorkloadDescription
{
    public static async Task WriteDeploymentAsync(DescriptionWriter writer, DescribedObject described)
    {
        var deployment = described.Object;
        writer.Line($"Name:\t{deployment.Name()}");
        writer.Line($"Namespace:\t{deployment.Namespace()}");
        writer.Line($"CreationTimestamp:\t{DescriptionWriter.Date(deployment.Time("metadata", "creationTimestamp"))}");
        writer.Labels("Labels", deployment.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", deployment["metadata"]);
        writer.Line($"Selector:\t{Selector(deployment)}");
        long Count(string field) => deployment.NumberAt("status", field) ?? 0;
        writer.Line($"Replicas:\t{deployment.NumberAt("spec", "replicas") ?? 1} desired | {Count("updatedReplicas")} updated | {Count("replicas")} total | {Count("availableReplicas")} available | {Count("unavailableReplicas")} unavailable");
        writer.Line($"StrategyType:\t{deployment.TextAt("spec", "strategy", "type")}");
        writer.Line($"MinReadySeconds:\t{deployment.NumberAt("spec", "minReadySeconds") ?? 0}");
        if (deployment.At("spec", "strategy", "rollingUpdate") is { } rolling)
            writer.Line($"RollingUpdateStrategy:\t{rolling.TextAt("maxUnavailable")} max unavailable, {rolling.TextAt("maxSurge")} max surge");
        PodTemplateDescription.Write(writer, deployment.At("spec", "template"));
        writer.Conditions(deployment);
        await WriteReplicaSetsAsync(writer, described);
    }

    public static async Task WriteReplicaSetAsync(DescriptionWriter writer, DescribedObject described)
    {
        var set = described.Object;
        writer.Line($"Name:\t{set.Name()}");
        writer.Line($"Namespace:\t{set.Namespace()}");
        writer.Line($"Selector:\t{Selector(set)}");
        writer.Labels("Labels", set.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", set["metadata"]);
        if (set.Controller() is { } owner) writer.Line($"Controlled By:\t{owner.TextAt("kind")}/{owner.TextAt("name")}");
        writer.Line($"Replicas:\t{set.NumberAt("status", "replicas") ?? 0} current / {set.NumberAt("spec", "replicas") ?? 1} desired");
        writer.Line($"Pods Status:\t{await PodsAsync(described)}");
        PodTemplateDescription.Write(writer, set.At("spec", "template"));
        writer.Conditions(set);
    }

    public static async Task WriteDaemonSetAsync(DescriptionWriter writer, DescribedObject described)
    {
        var set = described.Object;
        writer.Line($"Name:\t{set.Name()}");
        writer.Line($"Selector:\t{Selector(set)}");
        writer.Line($"Node-Selector:\t{DescriptionWriter.OrNone(string.Join(',', set.MapAt("spec", "template", "spec", "nodeSelector").Select(l => $"{l.Key}={l.Value}")))}");
        writer.Labels("Labels", set.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", set["metadata"]);
        long Count(string field) => set.NumberAt("status", field) ?? 0;
        writer.Line($"Desired Number of Nodes Scheduled: {Count("desiredNumberScheduled")}");
        writer.Line($"Current Number of Nodes Scheduled: {Count("currentNumberScheduled")}");
        writer.Line($"Number of Nodes Scheduled with Up-to-date Pods: {Count("updatedNumberScheduled")}");
        writer.Line($"Number of Nodes Scheduled with Available Pods: {Count("numberAvailable")}");
        writer.Line($"Number of Nodes Misscheduled: {Count("numberMisscheduled")}");
        writer.Line($"Pods Status:\t{await PodsAsync(described)}");
        PodTemplateDescription.Write(writer, set.At("spec", "template"));
    }

    public static async Task WriteStatefulSetAsync(DescriptionWriter writer, DescribedObject described)
    {
        var set = described.Object;
        writer.Line($"Name:\t{set.Name()}");
        writer.Line($"Namespace:\t{set.Namespace()}");
        writer.Line($"CreationTimestamp:\t{DescriptionWriter.Date(set.Time("metadata", "creationTimestamp"))}");
        writer.Line($"Selector:\t{Selector(set)}");
        writer.Labels("Labels", set.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", set["metadata"]);
        writer.Line($"Replicas:\t{set.NumberAt("spec", "replicas") ?? 1} desired | {set.NumberAt("status", "replicas") ?? 0} total");
        writer.Line($"Update Strategy:\t{set.TextAt("spec", "updateStrategy", "type")}");
        if (set.NumberAt("spec", "updateStrategy", "rollingUpdate", "partition") is { } partition) writer.Line(1, $"Partition:\t{partition}");
        writer.Line($"Pods Status:\t{await PodsAsync(described)}");
        PodTemplateDescription.Write(writer, set.At("spec", "template"));
        StorageDescription.WriteTemplates(writer, set.Objects("spec", "volumeClaimTemplates"));
    }

    private static string Selector(JsonObject workload) => DescriptionWriter.OrNone(LabelSelectorText.Of(workload.At("spec", "selector")));

    private static async Task WriteReplicaSetsAsync(DescriptionWriter writer, DescribedObject described)
    {
        var deployment = described.Object;
        var sets = await described.ListAsync(ApiResource.ReplicaSets, described.Namespace, new() { LabelSelector = LabelSelectorText.Of(deployment.At("spec", "selector")) });
        var own = (sets ?? []).Where(s => s.Controller().TextAt("uid") == deployment.Uid()).OrderBy(s => s.Time("metadata", "creationTimestamp")).ToList();
        if (own.Count == 0) return;
        var current = own.FirstOrDefault(s => Revisions.SameTemplate(s.At("spec", "template"), deployment.At("spec", "template")));
        writer.Line($"OldReplicaSets:\t{DescriptionWriter.OrNone(string.Join(", ", own.Where(s => s != current).Select(Replicas)))}");
        writer.Line($"NewReplicaSet:\t{(current is null ? "<none>" : Replicas(current))}");
    }

    private static string Replicas(JsonObject set) => $"{set.Name()} ({set.NumberAt("status", "replicas") ?? 0}/{set.NumberAt("spec", "replicas") ?? 1} replicas created)";

    private static async Task<string> PodsAsync(DescribedObject described)
    {
        var pods = await described.ListAsync(ApiResource.Pods, described.Namespace, new() { LabelSelector = LabelSelectorText.Of(described.Object.At("spec", "selector")) });
        if (pods is null) return "error in fetching pods: forbidden";
        var phases = pods.Where(p => p.Controller().TextAt("uid") == described.Object.Uid()).CountBy(p => p.TextAt("status", "phase") ?? "").ToDictionary();
        int Of(string phase) => phases.GetValueOrDefault(phase);
        return $"{Of("Running")} Running / {Of("Pending")} Waiting / {Of("Succeeded")} Succeeded / {Of("Failed")} Failed";
    }
}
