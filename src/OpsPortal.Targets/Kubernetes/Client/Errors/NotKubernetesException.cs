using System.Net;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Something answered, but no API server: a login page, a proxy, another service.</summary>
internal sealed partial class NotKubernetesException(HttpStatusCode code, string? mediaType, string body)
    : Exception($"HTTP {(int)code} with {(mediaType is null ? "no content type" : mediaType)}{Beginning(body)}")
{
    /// <summary>A gateway whose server is away for the moment answers with a page of its own.</summary>
    public bool MayPass => (int)code >= 500;

    public static bool IsPage(string? mediaType, string body) =>
        mediaType is "text/html" or "application/xhtml+xml" || body.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase) || body.StartsWith("<html", StringComparison.OrdinalIgnoreCase);

    private static string Beginning(string body)
    {
        var text = Spaces().Replace(Tags().Replace(body[..Math.Min(body.Length, 2000)], " "), " ").Trim();
        return text.Length == 0 ? "" : $", saying \"{(text.Length > 120 ? $"{text[..120]}…" : text)}\"";
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tags();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();
}
