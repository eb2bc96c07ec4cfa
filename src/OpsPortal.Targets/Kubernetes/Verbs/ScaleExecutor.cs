using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Through the <c>scale</c> subresource, so that custom resources scale too.</summary>
internal sealed class ScaleExecutor : KubernetesExecutor<KubernetesScale>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesScale action, ActionContext context, CancellationToken cancellation)
    {
        if (!int.TryParse(action.Replicas, NumberStyles.None, CultureInfo.InvariantCulture, out var replicas))
            return ActionOutcome.Failure($"'{action.Replicas}' is no number of replicas: give a whole number, 0 or more.");
        var selected = await context.SelectAsync(action, action.Resources, new() { LabelSelector = action.LabelSelector }, cancellation);
        if (selected.Count == 0) return ActionOutcome.Failure("Nothing matched, so nothing was scaled. Check the selector and the namespace.");

        var printer = new ChangePrinter(action, context);
        List<string> done = [];
        foreach (var one in selected)
        {
            var scale = await context.Kubernetes.GetAsync(one.Path with { Subresource = "scale" }, cancellation);
            var before = scale.NumberAt("spec", "replicas") ?? 0;
            if (action.CurrentReplicas is { } expected && expected != before.ToString(CultureInfo.InvariantCulture))
                return ActionOutcome.Failure($"{one.Spoken} has {before} replicas, not {expected} as the command expects: not scaled. {string.Join("; ", done)}".TrimEnd());
            await context.BeginAsync(action, cancellation);
            await context.Kubernetes.PatchAsync(one.Path with { Subresource = "scale" }, PatchContentType.Merge, Body(replicas, action.CurrentReplicas is null ? null : scale), action.Tries(), cancellation);
            await printer.TellAsync(one.Resource, one.Object, "scaled", cancellation);
            done.Add($"scaled {one.Spoken} from {before} to {replicas}{(one.Object.Namespace() is { } ns ? $" in {ns}" : "")}");
        }
        return ActionOutcome.Success(action.Tried(string.Join("; ", done)));
    }

    /// <summary>With a precondition the version that was read must still stand when the change arrives.</summary>
    private static string Body(int replicas, JsonObject? read)
    {
        var body = new JsonObject { ["spec"] = new JsonObject { ["replicas"] = replicas } };
        if (read?.TextAt("metadata", "resourceVersion") is { } version) body["metadata"] = new JsonObject { ["resourceVersion"] = version };
        return body.ToJsonString();
    }
}
