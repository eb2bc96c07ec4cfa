using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>A field's description out of the cluster's own OpenAPI v3, in short.</summary>
internal sealed class ExplainExecutor : KubernetesExecutor<KubernetesExplain>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesExplain action, ActionContext context, CancellationToken cancellation)
    {
        var (resource, fields) = await ResourceAsync(action, context, cancellation);
        if (await SchemasAsync(resource, context, cancellation) is not { } schemas || Of(schemas, resource) is not { } schema)
            return ActionOutcome.Failure($"This cluster does not describe the fields of {resource.Kind} ({resource.ApiVersion}).");
        foreach (var field in fields)
            schema = Resolve(schemas, schema).At("properties", field) is JsonObject below ? below : throw new StepRefusal($"field \"{field}\" does not exist in {action.Field}: there are {string.Join(", ", Properties(schemas, schema).Select(p => p.Key))}.");

        var plain = Resolve(schemas, schema);
        if (resource.Group.Length > 0) await context.Output.OutAsync($"GROUP:      {resource.Group}", cancellation);
        await context.Output.OutAsync($"KIND:       {resource.Kind}", cancellation);
        await context.Output.OutAsync($"VERSION:    {resource.Version}", cancellation);
        await context.Output.OutAsync("", cancellation);
        if (fields.Length > 0) await context.Output.OutAsync($"FIELD: {fields[^1]} <{Type(schemas, schema)}>", cancellation);
        await context.Output.OutAsync("", cancellation);
        await context.Output.OutAsync("DESCRIPTION:", cancellation);
        await context.Output.OutAsync($"    {(schema.TextAt("description") ?? plain.TextAt("description") ?? "<empty>").ReplaceLineEndings(" ")}", cancellation);
        var properties = Properties(schemas, schema);
        if (properties.Count > 0) await context.Output.OutAsync("", cancellation);
        if (properties.Count > 0) await context.Output.OutAsync("FIELDS:", cancellation);
        var required = Element(schemas, schema).TextsAt("required").ToHashSet();
        foreach (var (name, below) in properties) await TellAsync(schemas, name, below, required.Contains(name), 1, action.Recursive ? 8 : 1, context, cancellation);
        return ActionOutcome.Success($"{properties.Count} field{(properties.Count == 1 ? "" : "s")} of {action.Field}");
    }

    private static async Task<(ApiResource Resource, string[] Fields)> ResourceAsync(KubernetesExplain action, ActionContext context, CancellationToken cancellation)
    {
        var parts = action.Field.Split('.', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0) throw new StepRefusal("explain wants a kind, such as deployment or pod.spec.");
        var name = action.ApiVersion is { } version && version.Split('/', 2) is [var group, var number] ? $"{parts[0]}.{number}.{group}" : parts[0];
        return (await context.Kubernetes.ResolveAsync(name, cancellation), parts[1..]);
    }

    private static async Task<JsonObject?> SchemasAsync(ApiResource resource, ActionContext context, CancellationToken cancellation)
    {
        var root = resource.Group.Length == 0 ? $"api/{resource.Version}" : $"apis/{resource.ApiVersion}";
        return JsonNode.Parse(await context.Kubernetes.ReadAsync($"/openapi/v3/{root}", cancellation)).At("components", "schemas") as JsonObject;
    }

    private static JsonObject? Of(JsonObject schemas, ApiResource resource) => schemas.Select(s => s.Value).OfType<JsonObject>().FirstOrDefault(s =>
        s.Objects("x-kubernetes-group-version-kind").Any(k => (k.TextAt("group") ?? "") == resource.Group && k.TextAt("version") == resource.Version && k.TextAt("kind") == resource.Kind));

    /// <summary>Through references, which stand alone or in an <c>allOf</c> of one.</summary>
    private static JsonObject Resolve(JsonObject schemas, JsonObject schema)
    {
        for (var depth = 0; depth < 8; depth++)
        {
            var reference = schema.TextAt("$ref") ?? schema.Objects("allOf").FirstOrDefault().TextAt("$ref");
            if (reference is null || schemas[reference[(reference.LastIndexOf('/') + 1)..]] is not JsonObject next) return schema;
            schema = next;
        }
        return schema;
    }

    /// <summary>What a list holds, else the thing itself.</summary>
    private static JsonObject Element(JsonObject schemas, JsonObject schema)
    {
        var plain = Resolve(schemas, schema);
        return plain.At("items") is JsonObject items ? Resolve(schemas, items) : plain;
    }

    private static IReadOnlyList<(string Key, JsonObject Schema)> Properties(JsonObject schemas, JsonObject schema) =>
        [.. (Element(schemas, schema)["properties"] as JsonObject ?? []).Where(p => p.Value is JsonObject).Select(p => (p.Key, (JsonObject)p.Value!)).OrderBy(p => p.Key, StringComparer.Ordinal)];

    private static string Type(JsonObject schemas, JsonObject schema)
    {
        var plain = Resolve(schemas, schema);
        if (plain.TextAt("type") == "array") return $"[]{(plain.At("items") is JsonObject items ? Type(schemas, items) : "Object")}";
        if (plain.At("additionalProperties") is JsonObject values) return $"map[string]{Type(schemas, values)}";
        var reference = schema.TextAt("$ref") ?? schema.Objects("allOf").FirstOrDefault().TextAt("$ref");
        return plain.TextAt("type") is null or "object" ? reference is null ? "Object" : reference[(reference.LastIndexOf('.') + 1)..] : plain.TextAt("type")!;
    }

    private static async Task TellAsync(JsonObject schemas, string name, JsonObject schema, bool required, int depth, int deepest, ActionContext context, CancellationToken cancellation)
    {
        await context.Output.OutAsync($"{new string(' ', depth * 2)}{name}\t<{Type(schemas, schema)}>{(required ? " -required-" : "")}", cancellation);
        if (depth >= deepest) return;
        foreach (var (below, inner) in Properties(schemas, schema)) await TellAsync(schemas, below, inner, required: false, depth + 1, deepest, context, cancellation);
    }
}
