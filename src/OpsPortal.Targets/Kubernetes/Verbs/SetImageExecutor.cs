using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>A strategic patch that holds nothing but the containers named.</summary>
internal sealed class SetImageExecutor : KubernetesExecutor<KubernetesSetImage>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesSetImage action, ActionContext context, CancellationToken cancellation)
    {
        var selected = await context.SelectAsync(action, action.Resources, new() { LabelSelector = action.LabelSelector }, cancellation);
        if (selected.Count == 0) return ActionOutcome.Failure("Nothing matched, so no image was set. Check the selector and the namespace.");
        foreach (var one in selected)
            if (Refusal(one, action.Images) is { } refusal) return ActionOutcome.Failure(refusal);

        var printer = new ChangePrinter(action, context);
        List<string> done = [];
        foreach (var one in selected)
        {
            var changes = Changes(one.Object, action.Images);
            if (changes.Count == 0)
            {
                done.Add($"{one.Spoken} already runs that image");
                continue;
            }
            await context.BeginAsync(action, cancellation);
            var after = await context.Kubernetes.PatchAsync(one.Path, PatchContentType.Strategic, Patch(one.Object, changes).ToJsonString(), action.Tries(), cancellation);
            await printer.TellAsync(one.Resource, after, "image updated", cancellation);
            done.Add($"{one.Spoken} now has {string.Join(", ", changes.Select(c => $"{c.Image} (was {c.Before})"))}");
        }
        return ActionOutcome.Success(action.Tried(string.Join("; ", done)));
    }

    private static string? Refusal(Selected one, IReadOnlyList<ContainerImage> images)
    {
        var containers = Containers(one.Object).Select(c => c.Container.TextAt("name")!).ToList();
        var unknown = images.FirstOrDefault(i => i.Container != "*" && !containers.Contains(i.Container));
        return unknown is null ? null : $"unable to find container named \"{unknown.Container}\" in {one.Spoken}: it has {(containers.Count == 0 ? "none" : string.Join(", ", containers))}.";
    }

    private static List<(string List, string Name, string Image, string? Before)> Changes(JsonObject workload, IReadOnlyList<ContainerImage> images) =>
    [
        .. from c in Containers(workload)
           let image = images.LastOrDefault(i => Fits(i, c.Container))?.Image
           where image is not null && image != c.Container.TextAt("image")
           select (c.List, c.Container.TextAt("name")!, image, c.Container.TextAt("image")),
    ];

    private static JsonObject Patch(JsonObject workload, IReadOnlyList<(string List, string Name, string Image, string? Before)> changes)
    {
        var spec = new JsonObject();
        foreach (var list in changes.GroupBy(c => c.List))
            spec[list.Key] = new JsonArray([.. list.Select(c => new JsonObject { ["name"] = c.Name, ["image"] = c.Image })]);
        return PodSpecPath(workload).Reverse().Aggregate(spec, (inner, key) => new JsonObject { [key] = inner });
    }

    private static IEnumerable<(string List, JsonObject Container)> Containers(JsonObject workload) =>
        from list in new[] { "initContainers", "containers" }
        from container in workload.At(PodSpecPath(workload)).Objects(list)
        select (list, container);

    private static bool Fits(ContainerImage image, JsonObject container) => image.Container == "*" || image.Container == container.TextAt("name")!;

    private static string[] PodSpecPath(JsonObject workload) => workload.TextAt("kind") switch
    {
        "Pod" => ["spec"],
        "CronJob" => ["spec", "jobTemplate", "spec", "template", "spec"],
        _ => ["spec", "template", "spec"],
    };
}
