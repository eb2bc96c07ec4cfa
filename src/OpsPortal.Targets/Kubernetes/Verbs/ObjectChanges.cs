using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>What differs between two states of an object, in words.</summary>
internal static class ObjectChanges
{
    /// <summary>Longer lists are cut: a preview shows the whole difference, this is one sentence.</summary>
    private const int Most = 5;

    private static readonly HashSet<string> Bookkeeping = ["managedFields", "resourceVersion", "generation"];

    /// <param name="hideValues">For secrets: only which fields change.</param>
    public static IReadOnlyList<string> Between(JsonObject before, JsonObject after, bool hideValues)
    {
        List<string> changes = [];
        Compare("", before, after, hideValues ? (path, _, _) => changes.Add($"{path} changed") : (path, was, now) => changes.Add(Told(path, was, now)));
        return changes.Count <= Most ? changes : [.. changes.Take(Most), $"and {changes.Count - Most} more"];
    }

    private static void Compare(string path, JsonNode? before, JsonNode? after, Action<string, JsonNode?, JsonNode?> differs)
    {
        switch (before, after)
        {
            case (JsonObject b, JsonObject a):
                foreach (var key in b.Select(p => p.Key).Union(a.Select(p => p.Key)).Where(key => !Bookkeeping.Contains(key) && (path.Length > 0 || key != "status")))
                    Compare(path.Length == 0 ? key : $"{path}.{key}", b[key], a[key], differs);
                break;
            case (JsonArray b, JsonArray a) when b.Count == a.Count:
                for (var i = 0; i < b.Count; i++) Compare($"{path}[{b[i].TextAt("name") ?? $"{i}"}]", b[i], a[i], differs);
                break;
            case var _ when JsonNode.DeepEquals(before, after): break;
            default: differs(path, before, after); break;
        }
    }

    private static string Told(string path, JsonNode? was, JsonNode? now) => (was, now) switch
    {
        (null, _) => $"{path} set to {Short(now)}",
        (_, null) => $"{path} removed (was {Short(was)})",
        _ => $"{path} {Short(was)} → {Short(now)}",
    };

    private static string Short(JsonNode? value)
    {
        var text = value.TextAt() ?? value?.ToJsonString() ?? "null";
        return text.Length <= 80 ? text : $"{text[..77]}…";
    }
}
