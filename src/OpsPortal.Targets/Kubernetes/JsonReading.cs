using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Reads objects as the server sent them: what is missing, or of another type, is null.</summary>
internal static class JsonReading
{
    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var key in path) node = (node as JsonObject)?[key];
        return node;
    }

    public static string? TextAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value
            ? value.GetValueKind() switch { JsonValueKind.String => value.GetValue<string>(), JsonValueKind.Null => null, _ => value.ToJsonString() }
            : null;

    public static long? NumberAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && decimal.TryParse(value.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? (long)number : null;

    public static bool FlagAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IEnumerable<string> TextsAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.Select(item => item.TextAt() ?? "") ?? [];

    /// <summary>A map of texts in the order of its keys, as Go prints maps.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>> MapAt(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonObject map
            ? [.. map.Select(p => KeyValuePair.Create(p.Key, p.Value.TextAt() ?? "")).OrderBy(p => p.Key, StringComparer.Ordinal)]
            : [];

    public static DateTimeOffset? Time(this JsonNode? node, params ReadOnlySpan<string> path) =>
        DateTimeOffset.TryParse(node.TextAt(path), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    public static string Name(this JsonNode node) => node.TextAt("metadata", "name") ?? "";
    public static string? Namespace(this JsonNode node) => node.TextAt("metadata", "namespace");
    public static string? Uid(this JsonNode node) => node.TextAt("metadata", "uid");
    public static string? Annotation(this JsonNode node, string key) => node.TextAt("metadata", "annotations", key);

    /// <summary>The owner that manages it.</summary>
    public static JsonObject? Controller(this JsonNode node) => node.Objects("metadata", "ownerReferences").FirstOrDefault(owner => owner.FlagAt("controller"));

    public static JsonObject? Condition(this JsonNode node, string type) =>
        node.Objects("status", "conditions").FirstOrDefault(condition => condition.TextAt("type") == type);

    /// <summary>Items of a list come without the kind and version that a single object has.</summary>
    public static JsonObject Typed(this ApiResource resource, JsonObject item)
    {
        item["apiVersion"] ??= resource.ApiVersion;
        item["kind"] ??= resource.Kind;
        return item;
    }
}
