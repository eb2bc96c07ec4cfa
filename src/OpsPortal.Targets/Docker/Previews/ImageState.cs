using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Printing;
using OpsPortal.Targets.Docker.Resources;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Previews;

/// <summary>An image that lies on the host.</summary>
/// <param name="Asked">As the command names it.</param>
/// <param name="Digests">By which registries know it: <c>shop/api@sha256:…</c>.</param>
internal sealed record ImageState(string Asked, string Id, IReadOnlyList<string> Tags, IReadOnlyList<string> Digests, long Size)
{
    public string ShortId => DockerText.ShortId(Id);

    /// <summary>The tag that the command means; null where it names the image by its id or digest.</summary>
    public string? Tag => Tags.FirstOrDefault(t => ImagePull.Full(t) == ImagePull.Full(Asked));

    /// <summary>"3f2a…, 120 MiB".</summary>
    public string Shown => $"{ShortId}, {Counted.Bytes(Size)}";

    public Precondition Fact => new($"image {Asked}", Shown, $"{Id}|{string.Join(' ', Tags.Order(StringComparer.Ordinal))}");

    /// <summary>Null where there is no such image.</summary>
    public static async Task<ImageState?> FindAsync(DockerApi api, string name, CancellationToken cancellation)
    {
        try
        {
            var image = await api.GetAsync(DockerPath.Of("image", name, "/json"), cancellation);
            return new(name, image.TextAt("Id") ?? name, [.. image.TextsAt("RepoTags")], [.. image.TextsAt("RepoDigests")], image.NumberAt("Size") ?? 0);
        }
        catch (DockerApiException missing) when (missing.Status == 404)
        {
            return null;
        }
    }
}
