using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>One service of a compose file.</summary>
internal sealed class ComposeService(string name, JsonObject content)
{
    public string Name => name;
    public JsonObject Content => content;

    /// <summary>Null where it has to be built.</summary>
    public string? Image => content.TextAt("image");
    public string? ContainerName => content.TextAt("container_name");
    public string? NetworkMode => content.TextAt("network_mode");

    /// <summary>How many containers it is to have.</summary>
    public int Replicas => (int)(content.NumberAt("scale") ?? content.NumberAt("deploy", "replicas") ?? 1);

    /// <summary>What comes first, and whether it has to be healthy by then.</summary>
    public IReadOnlyList<(string Service, bool Healthy)> DependsOn => content["depends_on"] switch
    {
        JsonArray list => [.. list.Select(s => (s.TextAt() ?? "", false))],
        JsonObject map => [.. map.Select(s => (s.Key, s.Value.TextAt("condition") == "service_healthy"))],
        _ => [],
    };

    /// <summary>Names of networks with the aliases there.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Networks => content["networks"] switch
    {
        JsonArray list => list.ToDictionary(n => n.TextAt() ?? "", _ => (IReadOnlyList<string>)[]),
        JsonObject map => map.ToDictionary(n => n.Key, n => (IReadOnlyList<string>)[.. n.Value.TextsAt("aliases")]),
        _ => new Dictionary<string, IReadOnlyList<string>> { ["default"] = [] },
    };

    public IEnumerable<string> Environment => Pairs("environment");

    /// <summary><c>NAME=value</c> from a map or a list.</summary>
    public IEnumerable<string> Pairs(string field) => content[field] switch
    {
        JsonObject map => map.Select(p => p.Value is null ? p.Key : $"{p.Key}={GoText.Of(p.Value)}"),
        JsonArray list => list.Select(p => p.TextAt() ?? ""),
        _ => [],
    };

    /// <summary>A command as words; null where the image's own is meant.</summary>
    public IReadOnlyList<string>? Words(string field) => Words(content[field]);

    public static IReadOnlyList<string>? Words(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.Select(w => w.TextAt() ?? "")],
        JsonValue value => ComposeText.Words(value.TextAt() ?? ""),
        _ => null,
    };
}
