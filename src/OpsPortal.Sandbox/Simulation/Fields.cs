using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Reads and writes the fields of Kubernetes objects held as JSON.</summary>
internal static class Fields
{
    extension(JsonObject o)
    {
        public string Name => (string)o["metadata"]!["name"]!;
        public string? Namespace => (string?)o["metadata"]?["namespace"];
        public string Uid => (string?)o["metadata"]?["uid"] ?? "";
        public ObjectKey Key => new(o.Namespace, o.Name);
        public bool IsDeleting => o.At("metadata", "deletionTimestamp") is not null;
        public DateTimeOffset CreatedAt => o.Time("metadata", "creationTimestamp") ?? DateTimeOffset.MinValue;
        public IReadOnlyDictionary<string, string> Labels => o.Texts("metadata", "labels");
        public int Replicas => (int)(o.Number("spec", "replicas") ?? 1);

        /// <summary>The owner that controls it, where it has one.</summary>
        public JsonObject? Owner => o.List("metadata", "ownerReferences").FirstOrDefault(r => (bool?)r["controller"] == true);

        public JsonNode? At(params ReadOnlySpan<string> path)
        {
            JsonNode? node = o;
            foreach (var key in path)
                node = (node as JsonObject)?[key];
            return node;
        }

        public string? Text(params ReadOnlySpan<string> path) => o.At(path) switch
        {
            null => null,
            JsonValue value when value.TryGetValue(out string? text) => text,
            var other => other.ToJsonString(),
        };

        public long? Number(params ReadOnlySpan<string> path) =>
            o.Text(path) is { } text && long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number : null;

        public DateTimeOffset? Time(params ReadOnlySpan<string> path) =>
            o.Text(path) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;

        public IReadOnlyDictionary<string, string> Texts(params ReadOnlySpan<string> path) =>
            o.At(path) is JsonObject map ? map.ToDictionary(e => e.Key, e => e.Value is JsonValue v && v.TryGetValue(out string? s) ? s : e.Value?.ToJsonString() ?? "") : [];

        /// <summary>The objects in an array; empty where there is none.</summary>
        public IReadOnlyList<JsonObject> List(params ReadOnlySpan<string> path) =>
            o.At(path) is JsonArray array ? [.. array.OfType<JsonObject>()] : [];

        /// <summary>The object at that path, made where missing.</summary>
        public JsonObject Into(params ReadOnlySpan<string> path)
        {
            var node = o;
            foreach (var key in path)
                node = (JsonObject)(node[key] ??= new JsonObject());
            return node;
        }

        public bool IsOwnedBy(JsonObject owner) => o.List("metadata", "ownerReferences").Any(r => (string?)r["uid"] == owner.Uid);

        public JsonObject? Condition(string type) => o.List("status", "conditions").FirstOrDefault(c => (string?)c["type"] == type);
        public bool HasCondition(string type) => (string?)o.Condition(type)?["status"] == "True";
    }

    /// <summary>A controlling owner reference to that object.</summary>
    public static JsonObject OwnerReference(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name,
        ["uid"] = owner.Uid,
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    public static JsonObject From(IEnumerable<KeyValuePair<string, string>> texts) =>
        new(texts.Select(t => KeyValuePair.Create(t.Key, (JsonNode?)t.Value)));

    public static JsonArray ArrayOf(IEnumerable<JsonNode?> nodes) => [.. nodes];

    public static string Stamp(DateTimeOffset at) => ClusterStore.Timestamp(at);
}

/// <summary>Where an object is, within its kind.</summary>
internal readonly record struct ObjectKey(string? Namespace, string Name);
