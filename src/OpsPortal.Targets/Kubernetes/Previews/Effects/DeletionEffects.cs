using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Previews.Effects;

/// <summary>What goes with an object, and whether anything makes it again.</summary>
internal static class DeletionEffects
{
    public static Task TellAsync(ObjectStep step, Surroundings around, Told told) => step.Kind switch
    {
        "Pod" => PodAsync(step, around, told),
        "Namespace" => NamespaceAsync(step, around, told),
        "Deployment" or "ReplicaSet" or "StatefulSet" or "DaemonSet" or "Job" or "CronJob" => OwnerAsync(step, around, told),
        "Service" => ServiceAsync(step, around, told),
        _ => Plain(step, told),
    };

    private static async Task PodAsync(ObjectStep step, Surroundings around, Told told)
    {
        var pod = step.Before!;
        var node = pod.TextAt("spec", "nodeName") is { } name ? $" on {name}" : "";
        if (pod.Controller() is { } owner) told.Effects.Add($"{StepEffects.Upper(step.Subject)}{node} ends; its {owner.TextAt("kind")} {owner.TextAt("name")} makes a new one");
        else
        {
            told.Effects.Add($"{StepEffects.Upper(step.Subject)}{node} ends; nothing makes it again");
            told.Warnings.Add($"{StepEffects.Upper(step.Spoken)} has no controller: it does not come back by itself");
        }
        foreach (var budget in await around.BudgetsOfAsync(pod, step.Path.Namespace))
            if (budget.NumberAt("status", "disruptionsAllowed") is { } allowed)
                told.Warnings.Add(allowed == 0
                    ? $"The PodDisruptionBudget {budget.Name()} allows none of its pods to leave now: an eviction waits, a deletion does not ask it"
                    : $"The PodDisruptionBudget {budget.Name()} allows {allowed} of its pods to leave now");
    }

    private static async Task NamespaceAsync(ObjectStep step, Surroundings around, Told told)
    {
        var contents = (await around.ContentsAsync(step.Name)).Where(c => c.Items.Count > 0).Select(c => $"{c.Items.Count} {(c.Items.Count == 1 ? c.Resource.SingularName : c.Resource.Name)}").ToList();
        told.Effects.Add($"{StepEffects.Upper(step.Spoken)} is deleted with everything in it{(contents.Count > 0 ? $": {string.Join(", ", contents)}" : "")}");
        told.Warnings.Add($"Nothing in {step.Spoken} can be brought back afterwards");
    }

    private static async Task OwnerAsync(ObjectStep step, Surroundings around, Told told)
    {
        var uid = step.Before!.Uid();
        var sets = step.Kind == "Deployment" ? (await around.ReplicaSetsAsync(step.Path.Namespace)).Where(r => OwnedBy(r, [uid])).ToList() : [];
        var owners = sets.Select(s => s.Uid()).Append(uid).ToHashSet();
        var pods = (await around.PodsAsync(step.Path.Namespace)).Count(p => OwnedBy(p, owners));
        var owned = $"{pods} pod{(pods == 1 ? "" : "s")}{(sets.Count > 0 ? $" and {sets.Count} ReplicaSet{(sets.Count == 1 ? "" : "s")}" : "")}";
        var maker = step.Before!.Controller() is { } owner ? $"its {owner.TextAt("kind")} {owner.TextAt("name")} makes a new one" : "nothing makes it again";
        told.Effects.Add(step.Orphans
            ? $"{StepEffects.Upper(step.Subject)} is deleted; {owned} of it stay, and nobody looks after them"
            : $"{StepEffects.Upper(step.Subject)} is deleted with {owned}; {maker}");
    }

    private static async Task ServiceAsync(ObjectStep step, Surroundings around, Told told)
    {
        var ready = (await around.SelectedAsync(step.Path.Namespace, LabelSelectorText.PodsOf(step.Before!))).Count(Surroundings.Ready);
        told.Effects.Add($"{StepEffects.Upper(step.Subject)} is deleted: {ready} ready pod{(ready == 1 ? "" : "s")} can no longer be reached by its name");
    }

    private static Task Plain(ObjectStep step, Told told)
    {
        var owner = step.Before!.Controller();
        told.Effects.Add($"{StepEffects.Upper(step.Subject)} is deleted; {(owner is null ? "nothing makes it again" : $"its {owner.TextAt("kind")} {owner.TextAt("name")} makes a new one")}");
        if (step.Kind == "PersistentVolumeClaim") told.Warnings.Add($"The data of {step.Spoken} may be deleted with it, as the policy of its volume says");
        return Task.CompletedTask;
    }

    private static bool OwnedBy(JsonObject item, HashSet<string?> owners) => item.Objects("metadata", "ownerReferences").Any(o => owners.Contains(o.TextAt("uid")));
}
