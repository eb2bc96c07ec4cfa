using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>The order that <c>--sort-by</c> asks for: objects without the field first, amounts (<c>100Mi</c>) by size.</summary>
internal static class ObjectOrder
{
    /// <exception cref="JsonPathException">No path, or one that leads nowhere in all of them.</exception>
    public static IReadOnlyList<T> By<T>(string path, IReadOnlyList<T> items, Func<T, JsonNode?> objectOf)
    {
        var field = JsonPath.Relaxed(path);
        var keyed = items.Select(item => (Item: item, Key: field.Find(objectOf(item)) is [[var first, ..], ..] ? first : null)).ToList();
        if (keyed.Count > 0 && keyed.All(k => k.Key is null)) throw new JsonPathException($"couldn't find any field with path \"{field.Source}\" in the list of objects");
        return [.. keyed.OrderBy(k => k.Key, Comparer<JsonNode?>.Create(Compare)).Select(k => k.Item)];
    }

    private static int Compare(JsonNode? x, JsonNode? y)
    {
        if (x is null || y is null) return (x is null ? 0 : 1) - (y is null ? 0 : 1);
        if (x is JsonValue a && y is JsonValue b && a.GetValueKind() == JsonValueKind.Number && b.GetValueKind() == JsonValueKind.Number)
            return double.Parse(a.ToJsonString(), CultureInfo.InvariantCulture).CompareTo(double.Parse(b.ToJsonString(), CultureInfo.InvariantCulture));
        var (left, right) = (x.TextAt() ?? x.ToJsonString(), y.TextAt() ?? y.ToJsonString());
        return Quantity.Parse(left) is { } one && Quantity.Parse(right) is { } other ? one.CompareTo(other) : string.CompareOrdinal(left, right);
    }
}
