using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>One thing that a prune takes.</summary>
/// <param name="Key">What tells it from others: its id, or its name.</param>
/// <param name="Bytes">That are freed; of an image without the layers that others share.</param>
internal sealed record Pruned(string Kind, string Key, string Shown, long Bytes);

/// <summary>
/// What a prune would take, by the Engine's own rules (moby: prune.go of containers, images, volumes and networks; the cache of the build kit).
/// Of a whole system the containers go first, so that what only they used goes too.
/// </summary>
internal sealed class PrunePlan
{
    private static readonly HashSet<string> OwnNetworks = ["bridge", "host", "none", "ingress", "docker_gwbridge"];

    private readonly List<Pruned> gone = [];
    private readonly HashSet<string> removed = [];
    private readonly JsonNode? usage;
    private readonly DockerPrune action;
    private readonly PruneFilters filters;
    private IReadOnlyList<ContainerUse> containers;

    private PrunePlan(DockerPrune action, JsonNode? usage, PruneFilters filters) =>
        (this.action, this.usage, this.filters, containers) = (action, usage, filters, ContainerUse.Of(usage.At("Containers")));

    public static async Task<ActionPreview> PreviewAsync(DockerPrune action, IReadOnlyList<(string Kind, string Path)> calls, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        var requests = calls.Select(c => new PlannedRequest("Docker", $"POST {c.Path}")).ToList();
        var filters = new PruneFilters(action.Filters, context.Time.GetUtcNow());
        if (filters.Unknown is { } unknown)
            return new() { Requests = requests, Unavailable = $"What the filter {unknown} leaves over is known only to the Engine.", Reversal = Gone };
        var plan = new PrunePlan(action, await api.GetAsync("/system/df", cancellation), filters);
        foreach (var (kind, _) in calls) await plan.AddAsync(kind, api, cancellation);
        return plan.Told(calls) with { Requests = requests };
    }

    /// <summary>Nothing that was pruned comes back.</summary>
    public static Reversal Gone { get; } = Reversal.Impossible("It cannot be put back: what is removed is gone. Images can be pulled again where a registry still has them.");

    private async Task AddAsync(string kind, DockerApi api, CancellationToken cancellation)
    {
        gone.AddRange(kind switch
        {
            "container" => Containers(),
            "image" => Images(),
            "volume" => Volumes(api),
            "network" => Networks(await api.GetAsync("/networks", cancellation)),
            _ => Cache(),
        });
        if (kind != "container") return;
        removed.UnionWith(gone.Select(g => g.Key));
        containers = [.. containers.Where(c => !removed.Contains(c.Id))];
    }

    private IEnumerable<Pruned> Containers() =>
        from c in containers
        where !c.Runs && filters.Takes(c.Content["Labels"], Moment(c.Content))
        let written = c.Content.NumberAt("SizeRw") ?? 0
        select new Pruned("container", c.Id, $"Container {c.Name} ({c.State}, {Counted.Bytes(written)} of its own)", written);

    private IEnumerable<Pruned> Images() =>
        from image in usage.Objects("Images")
        let tags = image.TextsAt("RepoTags").Where(t => t != "<none>:<none>").ToList()
        where (action.All || tags.Count == 0) && containers.All(c => c.ImageId != image.TextAt("Id")) && filters.Takes(image["Labels"], Moment(image))
        let own = (image.NumberAt("Size") ?? 0) - Math.Max(0, image.NumberAt("SharedSize") ?? 0)
        select new Pruned("image", $"{image.TextAt("Id")} {string.Join(' ', tags)}", $"Image {(tags.Count == 0 ? "without a tag" : string.Join(", ", tags))} ({DockerText.ShortId(image.TextAt("Id") ?? "")}, {Counted.Bytes(own)})", own);

    /// <summary>Since version 1.42 of the API those with a name stay unless all are asked for.</summary>
    private IEnumerable<Pruned> Volumes(DockerApi api) =>
        from volume in usage.Objects("Volumes")
        let name = volume.TextAt("Name") ?? ""
        where volume.TextAt("Driver") is "local" or null && containers.All(c => !c.Volumes.Contains(name))
            && (action is { All: true, Kind: "volume" } || !api.KeepsNamedVolumes || (volume["Labels"] as JsonObject)?.ContainsKey("com.docker.volume.anonymous") == true)
            && filters.Takes(volume["Labels"], null)
        let size = Math.Max(0, volume.NumberAt("UsageData", "Size") ?? 0)
        select new Pruned("volume", name, $"Volume {name} ({Counted.Bytes(size)}), with all that lies in it", size);

    private IEnumerable<Pruned> Networks(JsonNode? networks) =>
        from network in networks.Objects()
        let name = network.TextAt("Name") ?? ""
        where !OwnNetworks.Contains(name) && network.TextAt("Scope") != "swarm" && !network.FlagAt("ConfigOnly")
            && containers.All(c => !c.Runs || !c.Networks.Contains(name)) && filters.Takes(network["Labels"], network.Time("Created"))
        select new Pruned("network", network.TextAt("Id") ?? name, $"Network {name}", 0);

    private IEnumerable<Pruned> Cache() =>
        from entry in usage.Objects("BuildCache")
        where !entry.FlagAt("InUse") && (action.All || (!entry.FlagAt("Shared") && entry.TextAt("Type") is not ("internal" or "frontend"))) && filters.Takes(new JsonObject(), entry.Time("LastUsedAt") ?? entry.Time("CreatedAt"))
        let size = entry.NumberAt("Size") ?? 0
        select new Pruned("builder", entry.TextAt("ID") ?? "", $"Build cache {entry.TextAt("ID")} ({Counted.Bytes(size)})", size);

    private ActionPreview Told(IReadOnlyList<(string Kind, string Path)> calls)
    {
        var bytes = gone.Sum(g => g.Bytes);
        var volumes = gone.Count(g => g.Kind == "volume");
        return new()
        {
            Effects = gone.Count == 0 ? ["Nothing is there to be removed: nothing happens"]
                : [$"{Counted.Of(gone.Count, "thing")} {(gone.Count == 1 ? "is" : "are")} removed, and {Counted.Bytes(bytes)} freed", .. gone.Select(g => g.Shown)],
            Warnings = volumes == 0 ? [] : [$"What lies in {Counted.Of(volumes, "volume")} is destroyed"],
            Preconditions = [.. calls.Select(c => c.Kind).Select(kind => Fact(kind, [.. gone.Where(g => g.Kind == kind)]))],
            Reversal = gone.Count == 0 ? Reversal.Impossible("Nothing is changed, so that there is nothing to put back.") : Gone,
        };
    }

    private static Precondition Fact(string kind, IReadOnlyList<Pruned> these) => new($"unused {(kind == "builder" ? "build cache" : $"{kind}s")}", Counted.Of(these.Count, kind == "builder" ? "entry" : kind).Replace("entrys", "entries", StringComparison.Ordinal),
        Digest.Of(string.Join('\n', these.Select(g => g.Key).Order(StringComparer.Ordinal))));

    /// <summary>Lists tell it in seconds since 1970, where they do not write it out.</summary>
    private static DateTimeOffset? Moment(JsonNode node) => node.NumberAt("Created") is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : node.Time("Created");
}
