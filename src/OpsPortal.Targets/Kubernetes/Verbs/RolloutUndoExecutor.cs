using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Deployments go back by ReplicaSet, daemon sets and stateful sets by ControllerRevision.</summary>
internal sealed class RolloutUndoExecutor : KubernetesExecutor<KubernetesRolloutUndo>
{
    /// <summary>Belong to the deployment as it is now, whatever it goes back to.</summary>
    private static readonly HashSet<string> KeptAnnotations =
    [
        "kubectl.kubernetes.io/last-applied-configuration", "deployment.kubernetes.io/revision", "deployment.kubernetes.io/revision-history",
        "deployment.kubernetes.io/desired-replicas", "deployment.kubernetes.io/max-replicas", "deprecated.deployment.rollback.to",
    ];

    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRolloutUndo action, ActionContext context, CancellationToken cancellation)
    {
        if (Asked(action) is not { } asked) return ActionOutcome.Failure($"'{action.ToRevision}' is no revision: give a number as 'rollout history' lists it.");
        var workload = await context.OneAsync(action, action.Resource, cancellation);
        if (workload.Object.TextAt("kind") is not ("Deployment" or "DaemonSet" or "StatefulSet"))
            return ActionOutcome.Failure($"{workload.Spoken} has no revisions to go back to: only deployments, daemon sets and stateful sets have.");
        var revisions = await Revisions.OfAsync(context.Kubernetes, workload, cancellation);
        if (Revisions.Target(revisions, asked) is not { } target) return ActionOutcome.Failure(NotFound(workload, revisions, asked));
        if (workload.Object.FlagAt("spec", "paused"))
            return ActionOutcome.Failure($"{workload.Spoken} is paused and cannot be rolled back: run 'kubectl rollout resume' first, then try again.");
        if (Revisions.SameTemplate(target.Template, workload.Object.At("spec", "template")))
        {
            await context.Output.OutAsync($"{workload.QualifiedName} skipped rollback (current template already matches revision {asked})", cancellation);
            return ActionOutcome.Success($"{workload.Spoken} already runs revision {target.Number}: nothing to roll back");
        }

        if (workload.Object.Annotation("kubectl.kubernetes.io/last-applied-configuration") is not null)
            await context.Output.NoteAsync($"{workload.Spoken} is managed with 'apply': the next apply of its file takes the roll-back away again.", cancellation);
        await context.BeginAsync(action, cancellation);
        var (type, patch) = Patch(workload.Object, target);
        var after = await context.Kubernetes.PatchAsync(workload.Path, type, patch, action.Tries(), cancellation);
        await new ChangePrinter(action, context).TellAsync(workload.Resource, after, "rolled back", cancellation);
        return ActionOutcome.Success(action.Tried($"{workload.Spoken} rolled back {Way(workload, revisions, target)} in {workload.Object.Namespace()}"));
    }

    private static long? Asked(KubernetesRolloutUndo action) =>
        action.ToRevision is null ? 0 : long.TryParse(action.ToRevision, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static string NotFound(Selected workload, IReadOnlyList<Revision> revisions, long asked) => asked > 0
        ? $"unable to find specified revision {asked} in history of {workload.Spoken}: it has {(revisions.Count == 0 ? "none" : string.Join(", ", revisions.Select(r => r.Number)))}."
        : $"no rollout history found for {workload.Spoken}: there is no revision before the present one.";

    /// <summary>"revision 7 → 6 (v1.1.0 → v1.0.4)".</summary>
    private static string Way(Selected workload, IReadOnlyList<Revision> revisions, Revision target)
    {
        var now = revisions.LastOrDefault(r => Revisions.SameTemplate(r.Template, workload.Object.At("spec", "template"))) ?? revisions[^1];
        var images = now.Images == target.Images ? "" : $" ({now.Images} → {target.Images})";
        return $"revision {now.Number} → {target.Number}{images}";
    }

    private static (string Type, string Patch) Patch(JsonObject workload, Revision target)
    {
        if (workload.TextAt("kind") != "Deployment") return (PatchContentType.Strategic, target.Keeper["data"]!.ToJsonString());
        var annotations = new JsonObject();
        foreach (var (key, value) in workload.MapAt("metadata", "annotations").Where(a => KeptAnnotations.Contains(a.Key))) annotations[key] = value;
        foreach (var (key, value) in target.Keeper.MapAt("metadata", "annotations").Where(a => !KeptAnnotations.Contains(a.Key))) annotations[key] = value;
        var template = (JsonObject)target.Template.DeepClone();
        (template.At("metadata", "labels") as JsonObject)?.Remove("pod-template-hash");
        return (PatchContentType.Json, new JsonArray(
            new JsonObject { ["op"] = "replace", ["path"] = "/spec/template", ["value"] = template },
            new JsonObject { ["op"] = "replace", ["path"] = "/metadata/annotations", ["value"] = annotations }).ToJsonString());
    }
}
