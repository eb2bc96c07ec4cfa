using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>
/// Kubernetes' strategic merge patch, with its directives <c>$patch</c>, <c>$retainKeys</c>, <c>$setElementOrder/…</c> and
/// <c>$deleteFromPrimitiveList/…</c>.
/// </summary>
internal static class StrategicPatch
{
    private const string Directive = "$patch";
    private const string Retain = "$retainKeys";
    private const string Order = "$setElementOrder/";
    private const string DeleteValues = "$deleteFromPrimitiveList/";

    public static JsonObject Apply(JsonObject target, JsonObject patch, MergeShape shape)
    {
        switch (patch.Text(Directive))
        {
            case "replace": return Without(patch);
            case "delete": return [];
            case null or "merge": break;
            case var other: throw ApiError.BadRequest($"Unrecognized value: {other} for directive {Directive}");
        }
        var made = target.Copy();
        if (patch[Retain] is JsonArray retained) Keep(made, [.. retained.Select(r => r.AsText())]);
        foreach (var (key, value) in patch)
        {
            if (key.StartsWith(DeleteValues, StringComparison.Ordinal)) StrategicList.RemoveValues(made, key[DeleteValues.Length..], (JsonArray)value!);
            if (key.StartsWith('$')) continue;
            var rule = shape[key];
            if (value is null) made.Remove(key);
            else if (value is JsonObject below) Descend(made, key, below, rule?.Below ?? MergeShape.Plain);
            else if (value is JsonArray items && rule is { Merges: true }) made[key] = StrategicList.Merge(made[key] as JsonArray ?? [], items, rule);
            else made[key] = value.DeepClone();
        }
        foreach (var (key, value) in patch)
            if (key.StartsWith(Order, StringComparison.Ordinal) && made[key[Order.Length..]] is JsonArray list && value is JsonArray order)
                made[key[Order.Length..]] = StrategicList.Arrange(list, order, shape[key[Order.Length..]]?.Key);
        return made;
    }

    private static void Descend(JsonObject made, string key, JsonObject below, MergeShape shape)
    {
        if (below.Text(Directive) == "delete") made.Remove(key);
        else made[key] = Apply(made[key] as JsonObject ?? [], below, shape);
    }

    private static void Keep(JsonObject made, HashSet<string?> retained)
    {
        foreach (var key in made.Select(p => p.Key).Where(k => !retained.Contains(k)).ToList()) made.Remove(key);
    }

    internal static JsonObject Without(JsonObject patch) =>
        new(patch.Where(p => !p.Key.StartsWith('$')).Select(p => KeyValuePair.Create(p.Key, p.Value?.DeepClone())));
}
