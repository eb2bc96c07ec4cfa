using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api;

/// <summary>Reads objects by path (<c>spec.template.spec</c>); whatever is missing or of another shape is null or empty.</summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, string path)
    {
        foreach (var step in path.Split('.'))
            node = node is JsonObject o && o.TryGetPropertyValue(step, out var next) ? next : null;
        return node;
    }

    public static string? Text(this JsonNode? node, string path) => node.At(path).AsText();

    public static string? AsText(this JsonNode? node) => node?.GetValueKind() switch
    {
        JsonValueKind.String => node.GetValue<string>(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        _ => null,
    };

    public static long? Number(this JsonNode? node, string path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.Number && long.TryParse(value.ToJsonString(), out var number) ? number : null;

    public static bool Flag(this JsonNode? node, string path) => node.At(path)?.GetValueKind() == JsonValueKind.True;

    public static DateTimeOffset? Instant(this JsonNode? node, string path) =>
        DateTimeOffset.TryParse(node.Text(path), out var at) ? at : null;

    public static IReadOnlyList<JsonObject> Objects(this JsonNode? node, string path) =>
        node.At(path) is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

    public static IReadOnlyList<string> Texts(this JsonNode? node, string path) =>
        node.At(path) is JsonArray array ? [.. array.Select(AsText).OfType<string>()] : [];

    public static IReadOnlyDictionary<string, string> Map(this JsonNode? node, string path) =>
        node.At(path) is JsonObject map ? map.ToDictionary(p => p.Key, p => p.Value.AsText() ?? "") : new Dictionary<string, string>();

    /// <summary>The object under <paramref name="key"/>, made where there is none.</summary>
    public static JsonObject Child(this JsonObject parent, string key)
    {
        if (parent[key] is JsonObject there) return there;
        var made = new JsonObject();
        parent[key] = made;
        return made;
    }

    public static JsonObject Copy(this JsonObject value) => (JsonObject)value.DeepClone();

    public static string Name(this JsonObject value) => value.Text("metadata.name") ?? "";

    public static string? Namespace(this JsonObject value) => value.Text("metadata.namespace");
}
