using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>One part of the way to a field.</summary>
/// <param name="Key">Of a map; or, in a list, the value that its element is known by, as JSON.</param>
/// <param name="By">Which field of the element that is; null in a map.</param>
internal readonly record struct FieldPart(string Key, string? By = null);

/// <summary>A field that differs between two states. Elements of lists that have a key (containers by name) are told apart by it.</summary>
internal sealed record FieldChange(IReadOnlyList<FieldPart> Path, JsonNode? Before, JsonNode? After)
{
    /// <summary>Maps that many write into: an entry is a field of its own, also where it is the first.</summary>
    private static readonly HashSet<string> Shared = ["labels", "annotations", "data", "stringData", "binaryData", "nodeSelector"];

    /// <summary><c>spec.template.spec.containers[web].image</c>.</summary>
    public string Spoken => string.Concat(Path.Select((p, i) => p.By is not null ? $"[{p.Key.Trim('"')}]" : i == 0 ? p.Key : $".{p.Key}"));

    /// <summary>Whether the way begins with these keys of maps.</summary>
    public bool Below(params ReadOnlySpan<string> keys)
    {
        if (Path.Count < keys.Length) return false;
        for (var i = 0; i < keys.Length; i++)
            if (Path[i] is not { By: null } part || part.Key != keys[i]) return false;
        return true;
    }

    public bool Is(params ReadOnlySpan<string> keys) => Path.Count == keys.Length && Below(keys);

    public static IReadOnlyList<FieldChange> Between(ApiResource resource, JsonObject before, JsonObject after)
    {
        List<FieldChange> found = [];
        new Comparison(after.TextAt("kind") ?? resource.Kind, ListKeys.Strategic(resource), found).Walk([], "", before, after);
        return found;
    }

    public JsonNode? In(JsonNode? item)
    {
        foreach (var part in Path) item = part.By is null ? (item as JsonObject)?[part.Key] : Element(item, part);
        return item;
    }

    /// <summary>Puts a value in the field's place; null takes the field away.</summary>
    public void Put(JsonObject into, JsonNode? value)
    {
        JsonNode at = into;
        JsonObject? above = null;
        for (var i = 0; i < Path.Count - 1; i++)
        {
            var (part, next) = (Path[i], Path[i + 1]);
            JsonNode? below = part.By is null ? ((JsonObject)at)[part.Key] : Element(at, part);
            if (below is null)
            {
                if (value is null) return;
                below = next.By is null ? new JsonObject() : new JsonArray();
                if (part.By is null) ((JsonObject)at)[part.Key] = below;
                else
                {
                    ((JsonObject)below)[part.By] = JsonNode.Parse(part.Key);
                    ((JsonArray)at).Add(below);
                }
            }
            above = at as JsonObject;
            at = below;
        }
        var last = Path[^1];
        if (last.By is not null)
        {
            var list = (JsonArray)at;
            if (Element(list, last) is { } old) list[list.IndexOf(old)] = value?.DeepClone();
            else if (value is not null) list.Add(value.DeepClone());
            if (value is null) list.Remove(null);
            return;
        }
        var map = (JsonObject)at;
        if (value is null) map.Remove(last.Key);
        else map[last.Key] = value.DeepClone();
        if (map.Count == 0 && above is not null && Path.Count > 1 && Shared.Contains(Path[^2].Key)) above.Remove(Path[^2].Key);
    }

    private static JsonObject? Element(JsonNode? list, FieldPart part) =>
        (list as JsonArray)?.OfType<JsonObject>().FirstOrDefault(item => item[part.By!]?.ToJsonString() == part.Key);

    private sealed class Comparison(string kind, bool keyed, List<FieldChange> found)
    {
        public void Walk(IReadOnlyList<FieldPart> path, string name, JsonNode? before, JsonNode? after)
        {
            if (JsonNode.DeepEquals(before, after)) return;
            if (Shared.Contains(name))
            {
                if (before is null && after is JsonObject) before = new JsonObject();
                if (after is null && before is JsonObject) after = new JsonObject();
            }
            switch (before, after)
            {
                case (JsonObject b, JsonObject a):
                    foreach (var key in b.Select(p => p.Key).Union(a.Select(p => p.Key)).ToList()) Walk([.. path, new(key)], key, b[key], a[key]);
                    break;
                case (JsonArray b, JsonArray a) when keyed && path is not [] && ListKeys.Of(kind, Above(path), name) is { } by && Keyed(b, by) && Keyed(a, by):
                    foreach (var id in b.Concat(a).Select(i => i![by]!.ToJsonString()).Distinct().ToList())
                    {
                        var part = new FieldPart(id, by);
                        Walk([.. path, part], name, Element(b, part), Element(a, part));
                    }
                    break;
                default:
                    found.Add(new(path, before?.DeepClone(), after?.DeepClone()));
                    break;
            }
        }

        /// <summary>The map that a list stands in; of an element its list's name.</summary>
        private static string Above(IReadOnlyList<FieldPart> path) => path.Take(path.Count - 1).LastOrDefault(p => p.By is null).Key ?? "";

        private static bool Keyed(JsonArray list, string by) => list.All(i => i is JsonObject item && item[by] is not null) && list.Select(i => i![by]!.ToJsonString()).Distinct().Count() == list.Count;
    }
}
