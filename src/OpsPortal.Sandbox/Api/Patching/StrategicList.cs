using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>Lists in a strategic merge patch: by merge key, or as sets of plain values.</summary>
internal static class StrategicList
{
    public static JsonArray Merge(JsonArray target, JsonArray patch, MergeField rule)
    {
        if (rule.Key is not { } key) return Union(target, patch);
        if (patch.OfType<JsonObject>().Any(p => p.Text("$patch") == "replace"))
            return [.. patch.OfType<JsonObject>().Where(p => p.Text("$patch") != "replace").Select(StrategicPatch.Without)];
        var made = target.DeepClone().AsArray();
        foreach (var item in patch.OfType<JsonObject>())
        {
            if (item[key] is null) throw ApiError.BadRequest($"map: {item.ToJsonString()} does not contain declared merge key: {key}");
            var at = IndexOf(made, key, item[key]);
            if (item.Text("$patch") == "delete")
            {
                if (at >= 0) made.RemoveAt(at);
            }
            else if (at < 0) made.Add(StrategicPatch.Apply([], item, rule.Below));
            else made[at] = StrategicPatch.Apply((JsonObject)made[at]!, item, rule.Below);
        }
        return made;
    }

    /// <summary>Items named in <paramref name="order"/> stand in that order; the others keep their place relative to what followed them.</summary>
    public static JsonArray Arrange(JsonArray list, JsonArray order, string? key)
    {
        JsonNode? Identity(JsonNode? item) => key is null ? item : item.At(key);
        int Wanted(JsonNode? item) => order.Select(Identity).ToList().FindIndex(o => JsonNode.DeepEquals(o, Identity(item)));

        var ordered = new Queue<JsonNode?>(list.Where(i => Wanted(i) >= 0).OrderBy(Wanted));
        var made = new JsonArray();
        foreach (var item in list)
            made.Add((Wanted(item) >= 0 ? ordered.Dequeue() : item)?.DeepClone());
        return made;
    }

    public static void RemoveValues(JsonObject made, string key, JsonArray values)
    {
        if (made[key] is JsonArray list)
            made[key] = new JsonArray([.. list.Where(i => !values.Any(v => JsonNode.DeepEquals(v, i))).Select(i => i?.DeepClone())]);
    }

    private static JsonArray Union(JsonArray target, JsonArray patch) =>
        [.. target.Select(t => t?.DeepClone()), .. patch.Where(p => !target.Any(t => JsonNode.DeepEquals(t, p))).Select(p => p?.DeepClone())];

    private static int IndexOf(JsonArray list, string key, JsonNode? value)
    {
        for (var at = 0; at < list.Count; at++)
            if (JsonNode.DeepEquals(list[at].At(key), value)) return at;
        return -1;
    }
}
