using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>
/// One pod. Attached, its log is shown until it ends, which needs no terminal; then it is deleted where the command says so,
/// also where the step is stopped half-way.
/// </summary>
internal sealed class RunExecutor : KubernetesExecutor<KubernetesRun>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRun action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Stdin && context.Input is not null)
            throw new StepRefusal("Piping into 'kubectl run -i' is not offered: make the pod first, then pipe into 'kubectl exec -i'.");
        var body = Pod(action).Placed(action);
        var made = body;
        if (action.DryRun != "client")
        {
            await context.BeginAsync(action, cancellation);
            made = await context.Kubernetes.CreateAsync(new(ApiResource.Pods, context.Namespace(action)), body, action.Tries(), cancellation);
        }
        if (!action.Attach || action.Tries())
        {
            await new ChangePrinter(action, context).TellAsync(ApiResource.Pods, made, "created", cancellation);
            return ActionOutcome.Success(action.Tried($"created pod {made.Name()}"));
        }
        var pod = new ResourcePath(ApiResource.Pods, context.Namespace(action), made.Name()).At(made);
        try
        {
            return await FollowAsync(pod, context, cancellation);
        }
        finally
        {
            if (action.Remove) await RemoveAsync(pod, context);
        }
    }

    private static async Task<ActionOutcome> FollowAsync(Selected pod, ActionContext context, CancellationToken cancellation)
    {
        var started = await UntilAsync(pod, p => p.TextAt("status", "phase") is not (null or "Pending") || Stuck(p) is not null, context, cancellation);
        if (Stuck(started) is { } reason) return ActionOutcome.Failure($"pod {pod.Name} does not start: {reason}");
        var container = Pods.DefaultContainer(started, out _);
        await foreach (var line in context.Kubernetes.LogsAsync(pod.Object.Namespace() ?? "", pod.Name, new() { Container = container, Follow = true }, cancellation))
            await context.Output.OutAsync(line, cancellation);
        var ended = await UntilAsync(pod, p => p.TextAt("status", "phase") is "Succeeded" or "Failed" || p.Objects("status", "containerStatuses").Any(c => c["lastState"]?["terminated"] is not null || c["state"]?["terminated"] is not null), context, cancellation);
        var state = ended.Objects("status", "containerStatuses").FirstOrDefault(c => c.TextAt("name") == container);
        var code = (int)(state.NumberAt("state", "terminated", "exitCode") ?? state.NumberAt("lastState", "terminated", "exitCode") ?? (ended.TextAt("status", "phase") == "Failed" ? 1 : 0));
        return code == 0 ? new(true, $"pod {pod.Name} ended well", 0) : ActionOutcome.Failure($"pod {pod.Name} terminated with exit code {code}", code);
    }

    /// <summary>Why it will not start by waiting longer.</summary>
    private static string? Stuck(JsonObject pod) => pod.Objects("status", "containerStatuses").Select(c => c.At("state", "waiting"))
        .Where(w => w.TextAt("reason") is "ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "CreateContainerConfigError" or "CreateContainerError" or "CrashLoopBackOff")
        .Select(w => $"{w.TextAt("reason")}{(w.TextAt("message") is { } message ? $": {message}" : "")}").FirstOrDefault();

    private static async Task<JsonObject> UntilAsync(Selected pod, Func<JsonObject, bool> met, ActionContext context, CancellationToken cancellation)
    {
        var (collection, options) = (pod.Path with { Name = null }, new ListOptions { FieldSelector = $"metadata.name={pod.Name}" });
        var list = await context.Kubernetes.ListAsync(collection, options, cancellation);
        if (list.Items.FirstOrDefault(met) is { } already) return already;
        await foreach (var change in context.Kubernetes.WatchAsync(collection, options, list.ResourceVersion, cancellation))
        {
            if (change.Type == WatchEventType.Deleted) throw new StepRefusal($"pod {pod.Name} was deleted before it had ended.");
            if (change.Type != WatchEventType.Restarted && met(change.Object)) return change.Object;
        }
        throw new StepRefusal("The cluster ended the watch before the pod had ended. Look at the pod.");
    }

    private static async Task RemoveAsync(Selected pod, ActionContext context)
    {
        try
        {
            // what the step made it also takes away, even where somebody has stopped it
            await context.Kubernetes.DeleteAsync(pod.Path, new() { Uid = pod.Object.Uid(), GracePeriodSeconds = 0 }, dryRun: false, CancellationToken.None);
            await context.Output.OutAsync($"pod \"{pod.Name}\" deleted", CancellationToken.None);
        }
        catch (KubernetesApiException refused) when (refused.StatusCode == 404)
        {
            // gone already
        }
    }

    private static JsonObject Pod(KubernetesRun action)
    {
        var container = new JsonObject { ["image"] = action.Image, ["name"] = action.PodName, ["resources"] = new JsonObject() };
        if (action.Arguments.Count > 0) container[action.AsCommand ? "command" : "args"] = ObjectBuilders.Texts(action.Arguments);
        if (action.Environment.Count > 0)
            container["env"] = new JsonArray([.. action.Environment.Select(e => e.Split('=', 2)).Select(e => new JsonObject { ["name"] = e[0], ["value"] = e.ElementAtOrDefault(1) ?? "" })]);
        if (action.PullPolicy is { } policy) container["imagePullPolicy"] = policy;
        if (action.Port is { } port) container["ports"] = new JsonArray(new JsonObject { ["containerPort"] = ObjectBuilders.Number(port, "port") });
        var restart = action.Restart ?? "Always";
        if (action.Stdin)
        {
            container["stdin"] = true;
            if (restart is "Never" or "Always" && action.Attach) container["stdinOnce"] = true;
        }
        if (action.Tty) container["tty"] = true;
        var body = ObjectBuilders.Made("Pod", action.PodName,
            ("spec", new JsonObject { ["containers"] = new JsonArray(container), ["dnsPolicy"] = "ClusterFirst", ["restartPolicy"] = restart }), ("status", new JsonObject()));
        var metadata = (JsonObject)body["metadata"]!;
        metadata["labels"] = action.Labels is null ? new JsonObject { ["run"] = action.PodName } : ObjectBuilders.Map(action.Labels);
        if (action.Annotations.Count > 0) metadata["annotations"] = new JsonObject(action.Annotations.Select(a => a.Split('=', 2)).Select(a => KeyValuePair.Create(a[0], (JsonNode?)JsonValue.Create(a.ElementAtOrDefault(1) ?? ""))));
        if (action.Overrides is null) return body;
        if (!YamlReading.TryRead(action.Overrides, out var overrides, out var wrong) || overrides is not JsonObject map) throw new StepRefusal($"--overrides cannot be read: {wrong ?? "it is no object."}");
        Merge(body, map);
        return body;
    }

    /// <summary>As a JSON merge patch: lists are taken whole.</summary>
    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch)
            if (value is null) into.Remove(key);
            else if (value is JsonObject below && into[key] is JsonObject existing) Merge(existing, below);
            else into[key] = value.DeepClone();
    }
}
