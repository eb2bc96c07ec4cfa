using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Previews;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary><c>docker … prune</c>. The question that docker asks first, the portal has asked already.</summary>
internal sealed class PruneExecutor : DockerExecutor<DockerPrune>
{
    protected override async Task<ActionOutcome> ExecuteAsync(DockerPrune action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        await context.BeforeSideEffect(cancellation);
        await context.KeepAsync(new([]) { Reversal = PrunePlan.Gone }, cancellation);
        var (count, freed) = (0, 0L);
        foreach (var (kind, path) in Calls(action))
        {
            var answer = await api.SendAsync(HttpMethod.Post, path, null, cancellation);
            var lines = Lines(kind, answer).ToList();
            if (lines.Count > 0)
            {
                await context.Output.OutAsync($"Deleted {Title(kind)}:", cancellation);
                foreach (var line in lines) await context.Output.OutAsync(line, cancellation);
                await context.Output.OutAsync("", cancellation);
            }
            (count, freed) = (count + lines.Count, freed + (answer.NumberAt("SpaceReclaimed") ?? 0));
        }
        if (action.Kind != "network") await context.Output.OutAsync($"Total reclaimed space: {DockerText.Size(freed, 4)}", cancellation);
        return new(true, $"removed {count}, freed {DockerText.Size(freed, 4)}", 0);
    }

    protected override Task<ActionPreview> PreviewAsync(DockerPrune action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        PrunePlan.PreviewAsync(action, Calls(action), api, context, cancellation);

    /// <summary>What is asked of the Engine, in that order.</summary>
    private static IReadOnlyList<(string Kind, string Path)> Calls(DockerPrune action)
    {
        string[] kinds = action.Kind == "system" ? ["container", "network", .. action.Volumes ? ["volume"] : Array.Empty<string>(), "image", "builder"] : [action.Kind];
        return [.. kinds.Select(kind => (kind, (kind == "builder" ? "/build/prune" : $"/{kind}s/prune") + DockerPath.Query(("filters", Filters(kind, action)), ("all", kind == "builder" && action.All ? "1" : null))))];
    }

    /// <summary>Of images the Engine takes only the dangling ones, of volumes only those without a name, unless told otherwise.</summary>
    private static string? Filters(string kind, DockerPrune action)
    {
        IEnumerable<string> own = action.Kind == "system" && kind == "volume" ? action.Filters.Where(f => !f.StartsWith("until=", StringComparison.Ordinal)) : action.Filters;
        return DockerPath.Filters(kind switch
        {
            "image" => [.. own, $"dangling={(action.All ? "false" : "true")}"],
            "volume" when action.All && action.Kind == "volume" => [.. own, "all=true"],
            _ => own,
        });
    }

    private static IEnumerable<string> Lines(string kind, JsonNode? answer) => kind switch
    {
        "container" => answer.TextsAt("ContainersDeleted"),
        "network" => answer.TextsAt("NetworksDeleted"),
        "volume" => answer.TextsAt("VolumesDeleted"),
        "image" => answer.Objects("ImagesDeleted").Select(i => i.TextAt("Untagged") is { } tag ? $"untagged: {tag}" : $"deleted: {i.TextAt("Deleted")}"),
        _ => answer.TextsAt("CachesDeleted"),
    };

    private static string Title(string kind) => kind switch { "builder" => "build cache objects", _ => char.ToUpperInvariant(kind[0]) + kind[1..] + "s" };
}
