using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Labels and annotations. What has another value is changed only where the command says so.</summary>
internal sealed class MarkExecutor : SelectedChangeExecutor<KubernetesMark>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesMark action, ActionContext context, CancellationToken cancellation)
    {
        if (!action.List) return await base.ExecuteAsync(action, context, cancellation);
        var selected = await SelectAsync(action, context, cancellation);
        foreach (var one in selected)
        {
            if (selected.Count > 1) await context.Output.OutAsync($"Listing {Word(action)}s for {one.Resource.Kind}.{one.Resource.Group}/{one.Name}:", cancellation);
            foreach (var (key, value) in one.Object.MapAt("metadata", Map(action))) await context.Output.OutAsync($"{(selected.Count > 1 ? " " : "")}{key}={value}", cancellation);
        }
        return ActionOutcome.Success($"{selected.Count} object{(selected.Count == 1 ? "" : "s")}");
    }

    protected override async Task<IReadOnlyList<Selected>> SelectAsync(KubernetesMark action, ActionContext context, CancellationToken cancellation)
    {
        var options = new ListOptions { LabelSelector = action.LabelSelector, FieldSelector = action.FieldSelector };
        if (!action.AllNamespaces) return await context.SelectAsync(action, action.Resources, options, cancellation);
        List<Selected> found = [];
        foreach (var argument in action.Resources)
        {
            var path = await context.PathAsync(action, argument, cancellation);
            found.AddRange((await context.Kubernetes.ListAsync(path with { Namespace = null }, options, cancellation)).Items.Select(item => new Selected(path.Resource, path.Resource.Typed(item))));
        }
        return found;
    }

    protected override ObjectPatch Patch(KubernetesMark action, Selected one, JsonObject? prepared)
    {
        var now = one.Object.At("metadata", Map(action)) as JsonObject ?? [];
        var map = new JsonObject();
        foreach (var (key, value) in action.Set)
        {
            if (now.TextAt(key) is { } was && was != value && !action.Overwrite) throw new StepRefusal($"'{key}' already has a value ({was}) on {one.Spoken}, and --overwrite is not given: nothing was changed.");
            if (now.TextAt(key) != value) map[key] = value;
        }
        foreach (var key in action.Remove)
            if (now.ContainsKey(key)) map[key] = null;
        var word = action.Annotations ? "annotated" : "labeled";
        string[] remarks = action.Annotations ? [] : [.. action.Remove.Where(key => !now.ContainsKey(key)).Select(key => $"label \"{key}\" not found.")];
        if (map.Count == 0) return ObjectPatch.None(action.Annotations ? word : $"not {word}") with { Remarks = remarks };
        return ObjectPatch.Merge(new() { ["metadata"] = new JsonObject { [Map(action)] = map } }, !action.Annotations && map.All(p => p.Value is null) ? "unlabeled" : word) with { Remarks = remarks };
    }

    private static string Map(KubernetesMark action) => action.Annotations ? "annotations" : "labels";
    private static string Word(KubernetesMark action) => action.Annotations ? "annotation" : "label";
}

internal sealed class SetResourcesExecutor : SelectedChangeExecutor<KubernetesSetResources>
{
    protected override ObjectPatch Patch(KubernetesSetResources action, Selected one, JsonObject? prepared)
    {
        var spec = new JsonObject();
        var containers = PodTemplates.Containers(one, action.Containers).Where(c => c.List == "containers" || action.Containers != "*").ToList();
        if (containers.Count == 0) throw new StepRefusal($"{one.Spoken} has no container {action.Containers}.");
        var changed = false;
        foreach (var list in containers.GroupBy(c => c.List))
            spec[list.Key] = new JsonArray([.. list.Select(c =>
            {
                var resources = new JsonObject();
                foreach (var (field, amounts) in new[] { ("limits", action.Limits), ("requests", action.Requests) })
                    if (amounts is not null) resources[field] = Amounts(amounts);
                changed |= resources.Any(r => ((JsonObject)r.Value!).Any(a => c.Container.TextAt("resources", r.Key, a.Key) != a.Value.TextAt()));
                return new JsonObject { ["name"] = c.Container.TextAt("name"), ["resources"] = resources };
            })]);
        return changed ? ObjectPatch.Strategic(PodTemplates.Wrap(one, spec), "resource requirements updated") : ObjectPatch.None("");
    }

    private static JsonObject Amounts(string text)
    {
        var amounts = ObjectBuilders.Map(text);
        foreach (var (resource, amount) in amounts)
            if (Quantity.Parse(amount.TextAt()!) is null) throw new StepRefusal($"'{amount.TextAt()}' is no amount of {resource}: write it like 500m, 2, 512Mi or 1Gi.");
        return amounts;
    }
}

internal sealed class SetServiceAccountExecutor : SelectedChangeExecutor<KubernetesSetServiceAccount>
{
    protected override ObjectPatch Patch(KubernetesSetServiceAccount action, Selected one, JsonObject? prepared) =>
        one.Object.At(PodTemplates.SpecPath(one)).TextAt("serviceAccountName") == action.Account ? ObjectPatch.None("")
            : ObjectPatch.Strategic(PodTemplates.Wrap(one, new() { ["serviceAccountName"] = action.Account }), "serviceaccount updated");
}

internal sealed class RolloutPauseExecutor : SelectedChangeExecutor<KubernetesRolloutPause>
{
    protected override ObjectPatch Patch(KubernetesRolloutPause action, Selected one, JsonObject? prepared)
    {
        if (one.Object.TextAt("kind") != "Deployment") throw new StepRefusal($"{one.Spoken} cannot be {(action.Paused ? "paused" : "resumed")}: only deployments can.");
        if (one.Object.FlagAt("spec", "paused") == action.Paused) throw new StepRefusal($"{one.Spoken} is {(action.Paused ? "already" : "not")} paused.");
        return ObjectPatch.Merge(new() { ["spec"] = new JsonObject { ["paused"] = action.Paused ? true : null } }, action.Paused ? "paused" : "resumed");
    }
}
