using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>What is to be done with one of the selected objects.</summary>
/// <param name="Body">Null where nothing is to change.</param>
/// <param name="ContentType">One of <see cref="PatchContentType"/>.</param>
/// <param name="Operation">"labeled"; what is printed of it.</param>
internal sealed record ObjectPatch(JsonObject? Body, string ContentType, string Operation)
{
    /// <summary>Printed in front.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    public static ObjectPatch None(string operation) => new(null, "", operation);
    public static ObjectPatch Merge(JsonObject body, string operation) => new(body, PatchContentType.Merge, operation);
    public static ObjectPatch Strategic(JsonObject body, string operation) => new(body, PatchContentType.Strategic, operation);
}

/// <summary>The same patch rule for all selected objects. All are looked at before the first is changed.</summary>
internal abstract class SelectedChangeExecutor<TAction> : KubernetesExecutor<TAction> where TAction : KubernetesSelectedChange
{
    protected override async Task<ActionOutcome> ExecuteAsync(TAction action, ActionContext context, CancellationToken cancellation)
    {
        var selected = await SelectAsync(action, context, cancellation);
        if (selected.Count == 0) return ActionOutcome.Failure("Nothing matched, so nothing was changed. Check the selector and the namespace.");
        var prepared = await PrepareAsync(action, context, cancellation);
        var patches = selected.Select(one => (one, patch: Patch(action, one, prepared))).ToList();
        var printer = new ChangePrinter(action, context);
        List<string> done = [];
        foreach (var (one, patch) in patches)
        {
            var after = one.Object;
            if (patch.Body is { } body)
            {
                await context.BeginAsync(action, cancellation);
                after = await context.Kubernetes.PatchAsync(one.Path, patch.ContentType, body.ToJsonString(), action.Tries(), cancellation);
            }
            foreach (var remark in patch.Remarks) await context.Output.OutAsync(remark, cancellation);
            if (patch.Operation.Length > 0) await printer.TellAsync(one.Resource, one.Resource.Typed(after), patch.Operation, cancellation);
            done.Add($"{one.Spoken} {(patch.Operation.Length > 0 ? patch.Operation : "already was so")}");
        }
        return ActionOutcome.Success(action.Tried(string.Join(", ", done)));
    }

    protected virtual Task<IReadOnlyList<Selected>> SelectAsync(TAction action, ActionContext context, CancellationToken cancellation) =>
        context.SelectAsync(action, action.Resources, new() { LabelSelector = action.LabelSelector }, cancellation);

    /// <summary>What has to be read once for all objects.</summary>
    protected virtual Task<JsonObject?> PrepareAsync(TAction action, ActionContext context, CancellationToken cancellation) => Task.FromResult<JsonObject?>(null);

    /// <exception cref="StepRefusal">It cannot be done with this object.</exception>
    protected abstract ObjectPatch Patch(TAction action, Selected one, JsonObject? prepared);
}

/// <summary>Pods inside workloads.</summary>
internal static class PodTemplates
{
    /// <summary>Where the pod's spec stands in an object.</summary>
    /// <exception cref="StepRefusal">It makes no pods.</exception>
    public static string[] SpecPath(Selected one) => one.Object.TextAt("kind") switch
    {
        "Pod" => ["spec"],
        "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
        _ when one.Object.At("spec", "template", "spec") is not null => ["spec", "template", "spec"],
        _ => throw new StepRefusal($"{one.Spoken} has no pod template, so there is nothing in it to set."),
    };

    public static IEnumerable<(string List, JsonObject Container)> Containers(Selected one, string pattern) =>
        from list in new[] { "initContainers", "containers" }
        from container in one.Object.At(SpecPath(one)).Objects(list)
        where Fits(pattern, container.TextAt("name") ?? "")
        select (list, container);

    /// <summary>A patch of exactly these containers.</summary>
    public static JsonObject Wrap(Selected one, JsonObject podSpec) => SpecPath(one).Reverse().Aggregate(podSpec, (inner, key) => new JsonObject { [key] = inner });

    private static bool Fits(string pattern, string name) =>
        pattern == "*" || (pattern.Contains('*') ? System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false) : pattern == name);
}
