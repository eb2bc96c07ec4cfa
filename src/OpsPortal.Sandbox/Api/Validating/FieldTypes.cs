using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Validating;

/// <summary>The fields whose type everything downstream relies on; a wrong one cannot be decoded, as in Kubernetes.</summary>
internal static class FieldTypes
{
    private static readonly (string Path, string GoType, JsonValueKind[] Kinds)[] Known =
    [
        ("metadata.labels", "map[string]string", [JsonValueKind.Object]),
        ("metadata.annotations", "map[string]string", [JsonValueKind.Object]),
        ("metadata.finalizers", "[]string", [JsonValueKind.Array]),
        ("spec.replicas", "int32", [JsonValueKind.Number]),
        ("spec.minReplicas", "int32", [JsonValueKind.Number]),
        ("spec.maxReplicas", "int32", [JsonValueKind.Number]),
        ("spec.template", "v1.PodTemplateSpec", [JsonValueKind.Object]),
        ("spec.template.spec.containers", "[]v1.Container", [JsonValueKind.Array]),
        ("spec.containers", "[]v1.Container", [JsonValueKind.Array]),
        ("spec.ports", "[]v1.ServicePort", [JsonValueKind.Array]),
        ("spec.paused", "bool", [JsonValueKind.True, JsonValueKind.False]),
        ("spec.suspend", "bool", [JsonValueKind.True, JsonValueKind.False]),
    ];

    private static readonly string[] TextMaps = ["metadata.labels", "metadata.annotations", "data", "spec.nodeSelector"];

    public static void Check(ResourceType type, JsonObject value)
    {
        if (ResourceTypes.BuiltIn.All(t => t.Id != type.Id)) return;
        foreach (var (path, wanted, kinds) in Known)
            if (value.At(path) is { } node && !kinds.Contains(node.GetValueKind())) throw Undecodable(type, node, path, wanted);
        foreach (var path in TextMaps.Where(p => p != "data" || type.Kind is "ConfigMap" or "Secret"))
            if (value.At(path) is JsonObject map)
                foreach (var (_, item) in map)
                    if (item is not null && item.GetValueKind() != JsonValueKind.String) throw Undecodable(type, item, path, "string");
    }

    private static ApiError Undecodable(ResourceType type, JsonNode found, string path, string wanted) => ApiError.BadRequest(
        $"{type.Kind} in version \"{type.Version}\" cannot be handled as a {type.Kind}: json: cannot unmarshal {Word(found)} into Go struct field {type.Kind}.{path} of type {wanted}");

    private static string Word(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "array",
        JsonValueKind.String => "string",
        JsonValueKind.Number => "number",
        _ => "bool",
    };
}
