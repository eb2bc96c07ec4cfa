using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Cordons each node, then evicts what runs there. A disruption budget that says no is asked again every five seconds, until the time limit.</summary>
internal sealed class DrainExecutor : KubernetesExecutor<KubernetesDrain>
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesDrain action, ActionContext context, CancellationToken cancellation)
    {
        var limit = action.Timeout is null ? TimeSpan.Zero : GoDuration.Parse(action.Timeout) ?? throw new StepRefusal($"'{action.Timeout}' is no duration: write it like 90s or 5m.");
        int? grace = action.GracePeriod is null ? null : ObjectBuilders.Number(action.GracePeriod, "grace period");
        using var timeout = new CancellationTokenSource(limit > TimeSpan.Zero ? limit : Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        var nodes = await context.SelectAsync(action, action.Resources, new() { LabelSelector = action.LabelSelector }, cancellation);
        if (nodes.Count == 0) return ActionOutcome.Failure("No node matched, so nothing was drained.");
        var printer = new ChangePrinter(action, context);
        List<string> drained = [];
        try
        {
            // as kubectl: first none of them takes new pods, then each is emptied
            foreach (var node in nodes) await CordonAsync(action, node, printer, context, cancellation);
            foreach (var node in nodes)
            {
                var plan = await DrainPlan.OfAsync(action, node, context, cancellation);
                if (plan.Refusals.Count > 0) return ActionOutcome.Failure($"unable to drain node \"{node.Name}\": {string.Join("; ", plan.Refusals)}. The node stays cordoned.");
                foreach (var warning in plan.Warnings) await context.Output.ErrorAsync($"Warning: {warning}", cancellation);
                await EvictAsync(action, plan.Pods, grace, context, either.Token);
                await printer.TellAsync(node.Resource, node.Object, "drained", cancellation);
                drained.Add($"{node.Name} ({plan.Pods.Count} pod{(plan.Pods.Count == 1 ? "" : "s")})");
            }
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ActionOutcome.Failure($"Not all pods were gone after {action.Timeout}; the nodes stay cordoned. A PodDisruptionBudget may forbid it: look at 'kubectl get pdb -A', then drain again or uncordon.");
        }
        return ActionOutcome.Success(action.Tried($"drained {string.Join(", ", drained)}"));
    }

    private static async Task CordonAsync(KubernetesDrain action, Selected node, ChangePrinter printer, ActionContext context, CancellationToken cancellation)
    {
        var already = node.Object.FlagAt("spec", "unschedulable");
        if (!already)
        {
            await context.BeginAsync(action, cancellation);
            var patch = CordonExecutor.Patch(unschedulable: true, "cordoned");
            await context.Kubernetes.PatchAsync(node.Path, patch.ContentType, patch.Body!.ToJsonString(), action.Tries(), cancellation);
        }
        await printer.TellAsync(node.Resource, node.Object, already ? "already cordoned" : "cordoned", cancellation);
    }

    /// <summary>In rounds: those that a budget keeps are asked again once the others are on their way.</summary>
    private static async Task EvictAsync(KubernetesDrain action, IReadOnlyList<JsonObject> pods, int? grace, ActionContext context, CancellationToken cancellation)
    {
        List<Selected> leaving = [];
        List<JsonObject> left = [.. pods];
        for (var first = true; ; first = false)
        {
            List<JsonObject> kept = [];
            foreach (var pod in left)
            {
                var path = new ResourcePath(ApiResource.Pods, pod.Namespace(), pod.Name());
                if (first) await context.Output.OutAsync($"{(action.DisableEviction ? "deleting" : "evicting")} pod {path.Namespace}/{path.Name}{Tried(action)}", cancellation);
                if (action.DryRun == "client") continue;
                try
                {
                    await context.BeginAsync(action, cancellation);
                    if (action.DisableEviction) await context.Kubernetes.DeleteAsync(path, new() { GracePeriodSeconds = grace, Uid = pod.Uid() }, action.Tries(), cancellation);
                    else await context.Kubernetes.CreateAsync(path with { Subresource = "eviction" }, Eviction(pod, grace), action.Tries(), cancellation);
                    leaving.Add(path.At(pod));
                }
                catch (KubernetesApiException gone) when (gone.StatusCode == 404)
                {
                    // it has left by itself
                }
                catch (KubernetesApiException budget) when (budget.StatusCode == 429)
                {
                    await context.Output.ErrorAsync($"error when evicting pods/\"{path.Name}\" -n \"{path.Namespace}\" (will retry after 5s): {budget.Message}", cancellation);
                    kept.Add(pod);
                }
            }
            if (kept.Count == 0) break;
            left = kept;
            await Task.Delay(Pause, context.Time, cancellation);
        }
        if (action.Tries()) return;
        foreach (var pod in leaving)
        {
            await Deletions.GoneAsync(pod, context, cancellation);
            await context.Output.OutAsync($"pod/{pod.Name} {(action.DisableEviction ? "deleted" : "evicted")}", cancellation);
        }
    }

    private static string Tried(KubernetesDrain action) => action.DryRun switch { "client" => " (dry run)", "server" => " (server dry run)", _ => "" };

    private static JsonObject Eviction(JsonObject pod, int? grace)
    {
        var options = new JsonObject { ["preconditions"] = new JsonObject { ["uid"] = pod.Uid() } };
        if (grace is { } seconds) options["gracePeriodSeconds"] = seconds;
        return new()
        {
            ["apiVersion"] = "policy/v1",
            ["kind"] = "Eviction",
            ["metadata"] = new JsonObject { ["name"] = pod.Name(), ["namespace"] = pod.Namespace() },
            ["deleteOptions"] = options,
        };
    }
}

/// <summary>What leaves a node, and what keeps it from being emptied.</summary>
internal sealed record DrainPlan(IReadOnlyList<JsonObject> Pods, IReadOnlyList<string> Warnings, IReadOnlyList<string> Refusals)
{
    public static async Task<DrainPlan> OfAsync(KubernetesDrain action, Selected node, ActionContext context, CancellationToken cancellation)
    {
        var options = new ListOptions { FieldSelector = $"spec.nodeName={node.Name}", LabelSelector = action.PodSelector };
        var pods = (await context.Kubernetes.ListAsync(new(ApiResource.Pods, null), options, cancellation)).Items;
        List<JsonObject> leaving = [];
        Dictionary<string, List<string>> warnings = [], refusals = [];
        void Note(Dictionary<string, List<string>> into, string what, JsonObject pod) => (into.TryGetValue(what, out var names) ? names : into[what] = []).Add($"{pod.Namespace()}/{pod.Name()}");
        foreach (var pod in pods)
        {
            var ended = pod.TextAt("status", "phase") is "Succeeded" or "Failed";
            var owner = pod.Controller()?.TextAt("kind");
            // static pods belong to the kubelet: what the API shows is a mirror
            if (pod.Annotation("kubernetes.io/config.mirror") is not null) continue;
            if (owner == "DaemonSet" && !ended)
            {
                if (action.IgnoreDaemonSets) Note(warnings, "ignoring DaemonSet-managed Pods", pod);
                else Note(refusals, "cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)", pod);
                continue;
            }
            if (!ended && pod.Objects("spec", "volumes").Any(v => v["emptyDir"] is not null) && !action.DeleteEmptyDir) Note(refusals, "cannot delete Pods with local storage (use --delete-emptydir-data to override)", pod);
            else if (!ended && owner is null && !action.Force) Note(refusals, "cannot delete Pods that declare no controller (use --force to override)", pod);
            else
            {
                if (!ended && owner is null) Note(warnings, "deleting Pods that declare no controller", pod);
                leaving.Add(pod);
            }
        }
        return new(leaving, Told(warnings), Told(refusals));
    }

    private static List<string> Told(Dictionary<string, List<string>> notes) => [.. notes.Select(n => $"{n.Key}: {string.Join(", ", n.Value)}")];
}
