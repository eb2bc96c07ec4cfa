using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>
/// What applying a manifest changes: fields that it sets otherwise than they are, and fields that the manifest before it set and it no longer does.
/// What others set (defaults, autoscalers) stays. The result is a strategic merge patch, or for custom kinds a JSON merge patch.
/// </summary>
internal sealed class ThreeWayPatch(string kind, bool strategic)
{
    public string ContentType => strategic ? PatchContentType.Strategic : PatchContentType.Merge;

    /// <param name="before">The manifest that was applied last; null where there was none.</param>
    /// <returns>Empty where nothing is to change.</returns>
    public JsonObject Of(JsonObject? before, JsonObject wanted, JsonObject live) => Map("", before, wanted, live);

    private JsonObject Map(string name, JsonObject? before, JsonObject wanted, JsonObject live)
    {
        var patch = new JsonObject();
        foreach (var (key, value) in wanted)
        {
            var now = live[key];
            switch (value, now)
            {
                case (JsonObject map, JsonObject current):
                    var inner = Map(key, before?[key] as JsonObject, map, current);
                    if (inner.Count > 0) patch[key] = strategic && ListKeys.OneBranch(kind, key) ? Retaining(inner, map) : inner;
                    break;
                case (JsonArray list, JsonArray current) when strategic && ListKeys.Of(kind, name, key) is { } by && Keyed(list, by) && Keyed(current, by):
                    Items(patch, key, by, (before?[key] as JsonArray)?.OfType<JsonObject>().ToList() ?? [], list, current);
                    break;
                case (JsonArray list, JsonArray current) when strategic && ListKeys.IsSet(name, key):
                    Set(patch, key, before?[key] as JsonArray ?? [], list, current);
                    break;
                case (null, null) when !live.ContainsKey(key): break;
                default:
                    if (!Same(value, now)) patch[key] = value?.DeepClone();
                    break;
            }
        }
        foreach (var key in before?.Select(p => p.Key) ?? [])
            if (!wanted.ContainsKey(key) && live.ContainsKey(key)) patch[key] = null;
        return patch;
    }

    private void Items(JsonObject patch, string key, string by, List<JsonObject> before, JsonArray wanted, JsonArray live)
    {
        var changes = new JsonArray();
        foreach (var item in wanted.OfType<JsonObject>())
        {
            if (Find(live, by, item) is not { } current)
            {
                changes.Add(item.DeepClone());
                continue;
            }
            var inner = Map(key, before.Find(b => Same(b[by], item[by])), item, current);
            if (inner.Count == 0) continue;
            if (ListKeys.OneBranch(kind, key)) inner = Retaining(inner, item);
            inner[by] = item[by]!.DeepClone();
            changes.Add(inner);
        }
        foreach (var gone in before.Where(b => b[by] is not null && Find(wanted, by, b) is null && Find(live, by, b) is not null))
            changes.Add(new JsonObject { ["$patch"] = "delete", [by] = gone[by]!.DeepClone() });
        var order = wanted.OfType<JsonObject>().Select(i => i[by]).ToList();
        var now = live.OfType<JsonObject>().Select(i => i[by]).Where(k => order.Any(o => Same(o, k))).ToList();
        if (changes.Count == 0 && (now.Count != order.Count || now.Zip(order).All(p => Same(p.First, p.Second)))) return;
        patch[$"$setElementOrder/{key}"] = new JsonArray([.. order.Select(k => new JsonObject { [by] = k?.DeepClone() })]);
        if (changes.Count > 0) patch[key] = changes;
    }

    private static void Set(JsonObject patch, string key, JsonArray before, JsonArray wanted, JsonArray live)
    {
        JsonNode?[] added = [.. wanted.Where(w => !live.Any(l => Same(l, w)))], gone = [.. before.Where(b => !wanted.Any(w => Same(w, b)) && live.Any(l => Same(l, b)))];
        if (added.Length > 0) patch[key] = new JsonArray([.. added.Select(v => v?.DeepClone())]);
        if (gone.Length > 0) patch[$"$deleteFromPrimitiveList/{key}"] = new JsonArray([.. gone.Select(v => v?.DeepClone())]);
    }

    private static JsonObject Retaining(JsonObject patch, JsonObject wanted)
    {
        patch["$retainKeys"] = new JsonArray([.. wanted.Select(p => p.Key).Order(StringComparer.Ordinal)]);
        return patch;
    }

    private static JsonObject? Find(JsonArray list, string by, JsonObject item) => list.OfType<JsonObject>().FirstOrDefault(i => Same(i[by], item[by]));

    private static bool Keyed(JsonArray list, string by) => list.All(i => i is JsonObject item && item[by] is not null);

    private static bool Same(JsonNode? a, JsonNode? b) => JsonNode.DeepEquals(a, b);
}
