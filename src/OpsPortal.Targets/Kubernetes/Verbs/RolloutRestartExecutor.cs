using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Sets <c>kubectl.kubernetes.io/restartedAt</c> on the pod template, which makes the controller replace its pods.</summary>
internal sealed class RolloutRestartExecutor : KubernetesExecutor<KubernetesRolloutRestart>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRolloutRestart action, ActionContext context, CancellationToken cancellation)
    {
        var selected = await context.SelectAsync(action, action.Resources, new() { LabelSelector = action.LabelSelector }, cancellation);
        if (selected.Count == 0) return ActionOutcome.Failure($"No resources found in {context.Namespace(action)} namespace.");
        foreach (var one in selected)
            if (Refusal(one) is { } refusal) return ActionOutcome.Failure(refusal);

        var now = context.Time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var patch = new JsonObject
        {
            ["spec"] = new JsonObject { ["template"] = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = new JsonObject { ["kubectl.kubernetes.io/restartedAt"] = now } } } },
        }.ToJsonString();
        var printer = new ChangePrinter(action, context);
        foreach (var one in selected)
        {
            await context.BeginAsync(action, cancellation);
            var after = await context.Kubernetes.PatchAsync(one.Path, PatchContentType.Strategic, patch, action.Tries(), cancellation);
            await printer.TellAsync(one.Resource, after, "restarted", cancellation);
        }
        return ActionOutcome.Success(action.Tried($"restarted {string.Join(", ", selected.Select(s => s.Spoken))} in {context.Namespace(action)}; pods are being replaced"));
    }

    private static string? Refusal(Selected one) => one.Object.TextAt("kind") switch
    {
        "Deployment" when one.Object.FlagAt("spec", "paused") => $"{one.Spoken} is paused and cannot be restarted: run 'kubectl rollout resume' first.",
        "Deployment" or "DaemonSet" or "StatefulSet" => null,
        _ => $"{one.Spoken} cannot be restarted: only deployments, daemon sets and stateful sets can.",
    };
}
