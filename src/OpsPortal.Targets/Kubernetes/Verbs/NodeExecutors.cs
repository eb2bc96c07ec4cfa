using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

internal sealed class CordonExecutor : SelectedChangeExecutor<KubernetesCordon>
{
    protected override ObjectPatch Patch(KubernetesCordon action, Selected one, JsonObject? prepared)
    {
        var word = action.Unschedulable ? "cordoned" : "uncordoned";
        return one.Object.FlagAt("spec", "unschedulable") == action.Unschedulable ? ObjectPatch.None($"already {word}") : Patch(action.Unschedulable, word);
    }

    public static ObjectPatch Patch(bool unschedulable, string word) => ObjectPatch.Strategic(new() { ["spec"] = new JsonObject { ["unschedulable"] = unschedulable ? true : null } }, word);
}

/// <summary>A taint is told from others by its key and its effect.</summary>
internal sealed class TaintExecutor : SelectedChangeExecutor<KubernetesTaint>
{
    protected override ObjectPatch Patch(KubernetesTaint action, Selected one, JsonObject? prepared)
    {
        var taints = one.Object.Objects("spec", "taints").Select(t => (JsonObject)t.DeepClone()).ToList();
        foreach (var set in action.Set)
        {
            var now = taints.Find(t => t.TextAt("key") == set.Key && t.TextAt("effect") == set.Effect);
            if (now is not null && !action.Overwrite) throw new StepRefusal($"node {one.Name} already has {set.Key} taint(s) with same effect(s) and --overwrite is false: nothing was changed.");
            if (now is not null) taints.Remove(now);
            var made = new JsonObject { ["effect"] = set.Effect, ["key"] = set.Key };
            if (set.Value is { Length: > 0 }) made["value"] = set.Value;
            taints.Add(made);
        }
        foreach (var gone in action.Remove)
            if (taints.RemoveAll(t => t.TextAt("key") == gone.Key && (gone.Effect is null || t.TextAt("effect") == gone.Effect)) == 0)
                throw new StepRefusal($"taint \"{gone.Key}{(gone.Effect is null ? "" : $":{gone.Effect}")}\" not found on node {one.Name}: it has {Told(one)}.");
        var body = new JsonObject { ["spec"] = new JsonObject { ["taints"] = taints.Count == 0 ? null : new JsonArray([.. taints]) } };
        return ObjectPatch.Merge(body, action.Set.Count == 0 ? "untainted" : action.Remove.Count == 0 ? "tainted" : "modified");
    }

    private static string Told(Selected one) =>
        string.Join(", ", one.Object.Objects("spec", "taints").Select(t => $"{t.TextAt("key")}:{t.TextAt("effect")}")) is { Length: > 0 } taints ? taints : "none";
}

/// <summary>Through the request's own approval, which needs a right of its own.</summary>
internal sealed class CertificateApprovalExecutor : KubernetesExecutor<KubernetesCertificateApproval>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesCertificateApproval action, ActionContext context, CancellationToken cancellation)
    {
        var word = action.Approved ? "approved" : "denied";
        var printer = new ChangePrinter(action, context);
        var selected = await context.SelectAsync(action, action.Resources, ListOptions.All, cancellation);
        foreach (var one in selected)
        {
            var wanted = (JsonObject)one.Object.DeepClone();
            if (wanted["status"] is not JsonObject status) wanted["status"] = status = [];
            if (status["conditions"] is not JsonArray conditions) status["conditions"] = conditions = [];
            var now = context.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
            if (one.Object.Condition(action.Approved ? "Approved" : "Denied") is null)
                conditions.Add(new JsonObject
                {
                    ["type"] = action.Approved ? "Approved" : "Denied",
                    ["status"] = "True",
                    ["reason"] = action.Approved ? "KubectlApprove" : "KubectlDeny",
                    ["message"] = $"This CSR was {word} through OpsPortal.",
                    ["lastUpdateTime"] = now,
                    ["lastTransitionTime"] = now,
                });
            await context.BeginAsync(action, cancellation);
            await context.Kubernetes.ReplaceAsync(one.Path with { Subresource = "approval" }, wanted, action.Tries(), cancellation);
            await printer.TellAsync(one.Resource, wanted, word, cancellation);
        }
        return ActionOutcome.Success(action.Tried($"{word} {string.Join(", ", selected.Select(s => s.Spoken))}"));
    }
}
