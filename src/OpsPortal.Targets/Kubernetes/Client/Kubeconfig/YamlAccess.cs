using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Typed looks into a YAML mapping; a value of the wrong shape is told with its line.</summary>
internal static class YamlAccess
{
    /// <summary>Null where absent, empty or null.</summary>
    public static string? Text(this YamlMappingNode map, string key) => map.Value(key) switch
    {
        null => null,
        YamlScalarNode { Value: null or "" } => null,
        YamlScalarNode { Style: ScalarStyle.Plain, Value: "null" or "~" } => null,
        YamlScalarNode scalar => scalar.Value,
        var other => throw Wrong(key, "a text", other),
    };

    public static bool Flag(this YamlMappingNode map, string key) => map.Text(key) switch
    {
        null => false,
        var text when bool.TryParse(text, out var flag) => flag,
        _ => throw Wrong(key, "true or false", map.Value(key)!),
    };

    public static YamlMappingNode? Map(this YamlMappingNode map, string key) => map.Value(key) switch
    {
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => null,
        YamlMappingNode inner => inner,
        var other => throw Wrong(key, "a mapping", other),
    };

    public static IReadOnlyList<YamlMappingNode> Items(this YamlMappingNode map, string key) =>
        [.. map.Sequence(key).Select(item => item as YamlMappingNode ?? throw Wrong(key, "a list of mappings", item))];

    public static IReadOnlyList<string> Texts(this YamlMappingNode map, string key) =>
        [.. map.Sequence(key).Select(item => item is YamlScalarNode scalar ? scalar.Value ?? "" : throw Wrong(key, "a list of texts", item))];

    public static string Name(this YamlMappingNode entry, string list) =>
        entry.Text("name") ?? throw new KubeconfigException($"an entry of {list} has no name (line {entry.Start.Line})");

    private static YamlSequenceNode Sequence(this YamlMappingNode map, string key) => map.Value(key) switch
    {
        null or YamlScalarNode { Value: null or "" or "null" or "~" } => new YamlSequenceNode(),
        YamlSequenceNode sequence => sequence,
        var other => throw Wrong(key, "a list", other),
    };

    private static YamlNode? Value(this YamlMappingNode map, string key) =>
        map.Children.TryGetValue(new YamlScalarNode(key), out var value) ? value : null;

    private static KubeconfigException Wrong(string key, string expected, YamlNode node) =>
        new($"{key} in the kubeconfig must be {expected} (line {node.Start.Line})");
}
