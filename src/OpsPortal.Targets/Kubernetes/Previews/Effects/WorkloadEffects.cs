using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>What a changed template or number does to the pods of a workload.</summary>
internal static class WorkloadEffects
{
    public static async Task TellAsync(ObjectStep step, IReadOnlyList<FieldChange> changes, Surroundings around, Told told)
    {
        if (changes.Any(c => c.Is("spec", "replicas"))) await ScaleAsync(step, around, told);
        if (changes.Any(c => c.Below("spec", "template"))) await ReplaceAsync(step, changes, around, told);
        else if (step.Kind == "Deployment" && step.Before.FlagAt("spec", "paused") && !step.After.FlagAt("spec", "paused"))
            told.Effects.Add($"What was changed in the template of {step.Spoken} while it was paused is rolled out now");
    }

    /// <summary>More pods than a quota has left will not come.</summary>
    public static async Task QuotaAsync(ObjectStep step, long before, Surroundings around, Told told)
    {
        var more = step.Kind == "Pod" ? 1 : (step.After.NumberAt("spec", "replicas") ?? 0) - before;
        if (more <= 0 || step.Kind is not ("Pod" or "Deployment" or "StatefulSet" or "ReplicaSet")) return;
        foreach (var quota in await around.QuotasAsync(step.Path.Namespace))
            if (quota.NumberAt("status", "hard", "pods") is { } hard && (quota.NumberAt("status", "used", "pods") ?? 0) is var used && used + more > hard)
                told.Warnings.Add($"The quota {quota.Name()} allows {hard} pods and {used} are there: {used + more - hard} of the {more} more will not come");
    }

    private static async Task ScaleAsync(ObjectStep step, Surroundings around, Told told)
    {
        var (before, after) = (step.Before.NumberAt("spec", "replicas") ?? 1, step.After.NumberAt("spec", "replicas") ?? 1);
        var sentence = $"{StepEffects.Upper(step.Subject)} goes from {before} to {after} pod{(after == 1 ? "" : "s")}";
        if (after < before)
        {
            var leaving = await LeavingAsync(step, (int)(before - after), around);
            if (leaving.Count > 0) sentence += $"; {(step.Kind == "StatefulSet" ? "these end, in this order" : "these end first, as far as the controller's order is known")}: {string.Join(", ", leaving.Take(8))}{(leaving.Count > 8 ? $" and {leaving.Count - 8} more" : "")}";
        }
        told.Effects.Add(sentence);
        if (after == 0 && before > 0) told.Warnings.Add($"No pod of {step.Spoken} is left");
        await QuotaAsync(step, before, around, told);
        foreach (var autoscaler in await around.AutoscalersAsync(step.Path.Namespace))
        {
            if (autoscaler.TextAt("spec", "scaleTargetRef", "kind") != step.Kind || autoscaler.TextAt("spec", "scaleTargetRef", "name") != step.Name) continue;
            var (least, most) = (autoscaler.NumberAt("spec", "minReplicas") ?? 1, autoscaler.NumberAt("spec", "maxReplicas") ?? 1);
            told.Warnings.Add(after == 0
                ? $"The autoscaler {autoscaler.Name()} rests while there are 0 pods, and goes on once there are more"
                : $"The autoscaler {autoscaler.Name()} sets the number itself, between {least} and {most}: it will change it again");
        }
    }

    private static async Task<IReadOnlyList<string>> LeavingAsync(ObjectStep step, int count, Surroundings around)
    {
        if (step.Kind == "StatefulSet")
            return [.. Enumerable.Range(1, count).Select(i => $"{step.Name}-{(step.Before.NumberAt("spec", "replicas") ?? 1) - i + (step.Before.NumberAt("spec", "ordinals", "start") ?? 0)}")];
        var pods = (await around.SelectedAsync(step.Path.Namespace, LabelSelectorText.PodsOf(step.Before!))).Where(p => p.TextAt("metadata", "deletionTimestamp") is null);
        return [.. ScaleDownOrder.Of([.. pods]).Take(count).Select(p => p.Name())];
    }

    private static async Task ReplaceAsync(ObjectStep step, IReadOnlyList<FieldChange> changes, Surroundings around, Told told)
    {
        var images = changes.Where(c => c.Below("spec", "template") && c.Path[^1] is { Key: "image", By: null })
            .Select(c => $"{ObjectText.ShortImage(c.Before.TextAt() ?? "none")} → {ObjectText.ShortImage(c.After.TextAt() ?? "none")}").Distinct().ToList();
        if (images.Count > 0) told.Effects.Add($"Image of {step.Subject}: {string.Join(", ", images)}");
        if (step.Kind == "ReplicaSet")
        {
            told.Effects.Add($"The pods of {step.Spoken} stay as they are; only new ones are made so");
            return;
        }
        if (step.After.FlagAt("spec", "paused"))
        {
            told.Effects.Add($"{StepEffects.Upper(step.Spoken)} is paused: its pods are replaced only when it is resumed");
            return;
        }
        var shape = RolloutShape.Of(step.After!);
        told.Effects.Add($"{shape.Pods} pod{(shape.Pods == 1 ? "" : "s")} of {step.Subject} {(shape.Pods == 1 ? "is" : "are")} replaced: {shape.Text}");
        if (shape.Down) told.Warnings.Add($"For a while no pod of {step.Spoken} is available");
        var pods = await around.SelectedAsync(step.Path.Namespace, LabelSelectorText.PodsOf(step.After!));
        if (pods.Count == 0) return;
        foreach (var budget in await around.BudgetsOfAsync(pods[0], step.Path.Namespace))
            if (budget.NumberAt("status", "disruptionsAllowed") is 0)
                told.Warnings.Add($"The PodDisruptionBudget {budget.Name()} allows no pod to leave now, and a rollout does not ask it");
    }
}

/// <summary>Which pods a ReplicaSet takes first when it shrinks (documented order of the controller): those that are missed least.</summary>
internal static class ScaleDownOrder
{
    public static IEnumerable<JsonObject> Of(IReadOnlyList<JsonObject> pods)
    {
        var perNode = pods.Where(p => p.TextAt("spec", "nodeName") is not null).CountBy(p => p.TextAt("spec", "nodeName")!).ToDictionary();
        return pods.OrderBy(p => p.TextAt("spec", "nodeName") is null ? 0 : 1)
            .ThenBy(p => p.TextAt("status", "phase") switch { "Pending" => 0, "Unknown" => 1, _ => 2 })
            .ThenBy(p => Surroundings.Ready(p) ? 1 : 0)
            .ThenBy(p => long.TryParse(p.Annotation("controller.kubernetes.io/pod-deletion-cost"), out var cost) ? cost : 0)
            .ThenByDescending(p => perNode.GetValueOrDefault(p.TextAt("spec", "nodeName") ?? ""))
            .ThenByDescending(p => p.Condition("Ready").Time("lastTransitionTime"))
            .ThenByDescending(Pods.Restarts)
            .ThenByDescending(p => p.Time("metadata", "creationTimestamp"));
    }
}
