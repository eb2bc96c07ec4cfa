using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>A container of a list, and what it holds fast: its image, its volumes, and while it runs its networks.</summary>
internal sealed record ContainerUse(string Id, string Name, string ImageId, string State, IReadOnlyList<string> Volumes, IReadOnlyList<string> Networks, JsonObject Content)
{
    public bool Runs => State is "running" or "paused" or "restarting";

    public static async Task<IReadOnlyList<ContainerUse>> AllAsync(DockerApi api, CancellationToken cancellation) =>
        Of(await api.GetAsync("/containers/json?all=1", cancellation));

    public static IReadOnlyList<ContainerUse> Of(JsonNode? list) => [.. list.Objects().Select(Of).OrderBy(c => c.Name, StringComparer.Ordinal)];

    /// <summary>"api, db"; whose names all are.</summary>
    public static string Names(IEnumerable<ContainerUse> users) => string.Join(", ", users.Select(u => u.Name));

    private static ContainerUse Of(JsonObject container) => new(
        container.TextAt("Id") ?? "", container.TextsAt("Names").FirstOrDefault()?.TrimStart('/') ?? "?", container.TextAt("ImageID") ?? "", container.TextAt("State") ?? "unknown",
        [.. container.Objects("Mounts").Select(m => m.TextAt("Name")).OfType<string>()],
        [.. (container.At("NetworkSettings", "Networks") as JsonObject ?? []).Select(n => n.Key)], container);
}
