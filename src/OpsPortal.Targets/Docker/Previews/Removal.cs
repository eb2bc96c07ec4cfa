using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>What removing one image, volume or network does, as the Engine decides it (moby: image_delete.go, volume and network of libnetwork).</summary>
/// <param name="Warning">What is lost for good; null where nothing is.</param>
/// <param name="Refusal">Why the Engine would not; null where it would.</param>
/// <param name="Back">Puts it back; null where nothing does.</param>
internal sealed record Removal(string Name, string Effect, Precondition Fact, string? Warning = null, string? Refusal = null, StepAction? Back = null)
{
    private static readonly HashSet<string> Predefined = ["bridge", "host", "none"];

    public static async Task<IReadOnlyList<Removal>> OfAsync(DockerResourceRemove action, DockerApi api, CancellationToken cancellation)
    {
        var containers = await ContainerUse.AllAsync(api, cancellation);
        var sizes = action.Kind == "volume" ? await VolumeSizes.ReadAsync(api, cancellation) : new Dictionary<string, long>();
        List<Removal> removals = [];
        foreach (var name in action.Objects)
            removals.Add(action.Kind switch
            {
                "image" => await ImageState.FindAsync(api, name, cancellation) is { } image ? OfImage(image, action.Force, containers) : Missing(action.Kind, name, $"No such image: {name}"),
                "volume" => await FindAsync(action.Kind, name, api, cancellation) is null ? Missing(action.Kind, name, action.Force ? null : $"No such volume: {name}") : OfVolume(name, containers, sizes),
                _ => await FindAsync(action.Kind, name, api, cancellation) is { } network ? OfNetwork(name, network, containers) : Missing(action.Kind, name, $"No such network: {name}"),
            });
        return removals;
    }

    /// <summary>Of those that are, or were, removed.</summary>
    public static (Reversal Reversal, StepAction? Revert) Undo(string kind, IReadOnlyList<Removal> removals) => removals switch
    {
        [] => (Reversal.Impossible("Nothing is changed, so that there is nothing to put back."), null),
        _ when removals.All(r => r.Back is not null) => (Reversal.To($"It can be put back: {string.Join("; ", removals.Select(r => Lower(r.Back!.Sentence)))}, as long as the image is there."),
            removals is [var only] ? only.Back : new FlowSequence([.. removals.Select((r, i) => new FlowPart(r.Back!) { Operator = i == 0 ? null : "&&" })])),
        _ => (Reversal.Impossible(kind switch
        {
            "image" => "It cannot be put back from here: an image can be pulled again where a registry still has it.",
            "volume" => "It cannot be put back: what lies in a volume is gone with it.",
            _ => "It cannot be put back: docker network create would make another one, with addresses of its own.",
        }), null),
    };

    private static string Lower(string sentence) => $"{char.ToLowerInvariant(sentence[0])}{sentence[1..]}";

    private static Removal OfImage(ImageState image, bool force, IReadOnlyList<ContainerUse> containers)
    {
        var users = containers.Where(c => c.ImageId == image.Id).ToList();
        var running = users.Where(c => c.Runs).ToList();
        var fact = image.Fact with { Value = $"{image.Fact.Value}|{string.Join(' ', users.Select(u => $"{u.Id}/{u.Runs}"))}" };
        if (image.Tag is { } tag && (image.Tags.Count > 1 || (force && running.Count > 0)))
        {
            var left = image.Tags.Where(t => t != tag).ToList();
            var stays = left.Count > 0 ? $"stays as {string.Join(", ", left)}" : $"stays without a name, because {ContainerUse.Names(running)} runs from it";
            return new(image.Asked, $"Only the tag {tag} goes; the image ({image.Shown}) {stays}", fact, Back: new DockerTag { Source = image.Id, Image = tag });
        }
        var refusal = (image.Tag, users.Count) switch
        {
            (not null, > 0) when !force => $"{ContainerUse.Names(users)} {(users.Count == 1 ? "was" : "were")} made from {image.Asked}: remove {(users.Count == 1 ? "it" : "them")} first.",
            (null, _) when running.Count > 0 => $"{ContainerUse.Names(running)} runs from {image.Asked}, so it cannot be removed.",
            (null, > 0) when !force => $"{ContainerUse.Names(users)} {(users.Count == 1 ? "was" : "were")} made from {image.Asked}: remove {(users.Count == 1 ? "it" : "them")} first.",
            (null, _) when image.Tags.Count > 1 && !force => $"{image.Asked} has several tags ({string.Join(", ", image.Tags)}): name the one that is to go.",
            _ => null,
        };
        var tags = image.Tags.Count == 0 ? "it has no tag" : string.Join(", ", image.Tags);
        return new(image.Asked, $"Image {image.Asked} is removed ({image.Shown}; {tags}); layers that other images share stay", fact,
            users.Count > 0 && refusal is null ? $"{ContainerUse.Names(users)} {(users.Count == 1 ? "was" : "were")} made from this image" : null, refusal);
    }

    private static Removal OfVolume(string name, IReadOnlyList<ContainerUse> containers, IReadOnlyDictionary<string, long> sizes)
    {
        var users = containers.Where(c => c.Volumes.Contains(name)).ToList();
        return new(name, $"Volume {name} is removed{(users.Count == 0 ? "; no container uses it" : "")}", new($"volume {name}", users.Count == 0 ? "used by no container" : $"used by {ContainerUse.Names(users)}", string.Join(' ', users.Select(u => u.Id))),
            $"All that lies in volume {VolumeSizes.Told(name, sizes)} is destroyed",
            users.Count == 0 ? null : $"Volume {name} is in use by {ContainerUse.Names(users)}: remove {(users.Count == 1 ? "that container" : "those containers")} first.");
    }

    private static Removal OfNetwork(string name, JsonNode network, IReadOnlyList<ContainerUse> containers)
    {
        var full = network.TextAt("Name") ?? name;
        var (users, still) = (containers.Where(c => c.Runs && c.Networks.Contains(full)).ToList(), containers.Where(c => !c.Runs && c.Networks.Contains(full)).ToList());
        return new(name, $"Network {full} is removed", new($"network {full}", users.Count == 0 ? "used by no running container" : $"used by {ContainerUse.Names(users)}", $"{network.TextAt("Id")}|{string.Join(' ', users.Select(u => u.Id))}"),
            still.Count == 0 ? null : $"{ContainerUse.Names(still)} {(still.Count == 1 ? "is" : "are")} made for this network and cannot start without it",
            Predefined.Contains(full) ? $"{full} is one of the Engine's own networks and cannot be removed." : users.Count == 0 ? null : $"Network {full} is in use by {ContainerUse.Names(users)}: stop or disconnect {(users.Count == 1 ? "it" : "them")} first.");
    }

    private static Removal Missing(string kind, string name, string? refusal) => new(name, $"There is no {kind} {name}: nothing happens", new($"{kind} {name}", "is not there", ""), Refusal: refusal);

    private static async Task<JsonNode?> FindAsync(string kind, string name, DockerApi api, CancellationToken cancellation)
    {
        try
        {
            return await api.GetAsync(DockerPath.Of(kind, name), cancellation);
        }
        catch (DockerApiException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
