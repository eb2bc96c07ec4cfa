using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Resources;

/// <summary>Pulls an image and says how it goes; an error comes in the middle of a stream that began well.</summary>
internal static class ImagePull
{
    /// <exception cref="DockerApiException">It cannot be had.</exception>
    public static async Task RunAsync(DockerApi api, string image, Func<string, CancellationToken, ValueTask>? say, CancellationToken cancellation)
    {
        var body = await api.OpenAsync(HttpMethod.Post, Path(image), null, cancellation);
        using var reader = new StreamReader(body);
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Length == 0 || Parse(line) is not { } news) continue;
            if (news.TextAt("error") is { } error) throw new DockerApiException(error, 500);
            // where nobody looks on, docker leaves out how far each layer is
            if (say is null || news.TextAt("status") is not { } status || news.At("progressDetail") is JsonObject { Count: > 0 }) continue;
            await say(news.TextAt("id") is { } id ? $"{id}: {status}" : status, cancellation);
        }
    }

    /// <summary>What is asked of the Engine.</summary>
    public static string Path(string image)
    {
        var (name, tag) = Split(image);
        return $"/images/create{DockerPath.Query(("fromImage", name), ("tag", tag))}";
    }

    /// <summary>With the registry and tag that docker adds by itself.</summary>
    public static string Full(string image)
    {
        var (name, tag) = Split(image);
        var first = name.Split('/')[0];
        var full = name.Contains('/') && (first.Contains('.') || first.Contains(':') || first == "localhost") ? name : name.Contains('/') ? $"docker.io/{name}" : $"docker.io/library/{name}";
        return tag.StartsWith("sha256:", StringComparison.Ordinal) ? $"{full}@{tag}" : $"{full}:{tag}";
    }

    public static (string Name, string Tag) Split(string image)
    {
        if (image.IndexOf('@') is > 0 and var digest) return (image[..digest], image[(digest + 1)..]);
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') ? (image[..colon], image[(colon + 1)..]) : (image, "latest");
    }

    private static JsonNode? Parse(string line)
    {
        try
        {
            return JsonNode.Parse(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
