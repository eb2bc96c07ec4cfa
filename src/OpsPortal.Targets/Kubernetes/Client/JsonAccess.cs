using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Looks into JSON that others sent: null where something is absent or of another type.</summary>
internal static class JsonAccess
{
    public static string? Text(this JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    public static int? Number(this JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out int number) ? number : null;

    public static bool Flag(this JsonObject? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out bool flag) && flag;

    public static JsonObject? Map(this JsonObject? node, string name) => node?[name] as JsonObject;

    public static IEnumerable<JsonObject> Items(this JsonObject? node, string name) =>
        (node?[name] as JsonArray)?.OfType<JsonObject>() ?? [];

    public static IReadOnlyList<string> Texts(this JsonObject? node, string name) =>
        [.. (node?[name] as JsonArray)?.OfType<JsonValue>().Select(v => v.TryGetValue(out string? text) ? text : null).OfType<string>() ?? []];
}
