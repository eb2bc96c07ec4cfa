using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>A port of a container, and where it is published: <c>127.0.0.1:8000:80/tcp</c>, ranges <c>8000-8002:80-82</c>, or as a mapping.</summary>
/// <param name="Public">Null leaves the choice to the Engine.</param>
internal sealed record ComposePort(string Private, string? Address, string? Public)
{
    /// <summary>One service could otherwise ask for every port there is, twice.</summary>
    private const int LongestRange = 1000;

    public static IEnumerable<ComposePort> Of(JsonNode? port) => port is JsonObject map
        ? [new($"{map.TextAt("target")}/{map.TextAt("protocol") ?? "tcp"}", map.TextAt("host_ip"), map.TextAt("published"))]
        : Short(port.TextAt() ?? "");

    private static IEnumerable<ComposePort> Short(string text)
    {
        var (rest, protocol) = text.Split('/') is [var before, var named] ? (before, named) : (text, "tcp");
        string? address = null;
        if (rest.StartsWith('[') && rest.IndexOf("]:", StringComparison.Ordinal) is > 0 and var end) (address, rest) = (rest[1..end], rest[(end + 2)..]);
        var parts = rest.Split(':');
        if (parts.Length == 3) address = parts[0];
        var inside = Range(parts[^1], text);
        var outside = parts.Length > 1 && parts[^2].Length > 0 ? Range(parts[^2], text) : null;
        if (outside is not null && outside.Count != inside.Count) throw new ComposeException($"invalid port mapping \"{text}\": both ranges have to be equally long");
        return inside.Select((p, i) => new ComposePort($"{p}/{protocol}", address, outside?[i].ToString(CultureInfo.InvariantCulture)));
    }

    private static List<int> Range(string text, string whole)
    {
        var ends = text.Split('-');
        if (!int.TryParse(ends[0], CultureInfo.InvariantCulture, out var from) || !int.TryParse(ends[^1], CultureInfo.InvariantCulture, out var to) || to < from || to > 65535 || to - from > LongestRange)
            throw new ComposeException($"invalid port \"{whole}\": write container, host:container or address:host:container");
        return [.. Enumerable.Range(from, to - from + 1)];
    }
}
