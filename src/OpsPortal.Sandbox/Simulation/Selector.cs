using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Label selectors as objects write them.</summary>
internal static class Selector
{
    /// <summary>A plain map, as services have it. An empty or missing one selects nothing.</summary>
    public static bool MatchesMap(JsonNode? selector, IReadOnlyDictionary<string, string> labels) =>
        selector is JsonObject { Count: > 0 } map && map.All(pair => labels.TryGetValue(pair.Key, out var value) && value == (string?)pair.Value);

    /// <summary><c>matchLabels</c> and <c>matchExpressions</c>. An empty one selects everything, a missing one nothing.</summary>
    public static bool Matches(JsonNode? selector, IReadOnlyDictionary<string, string> labels)
    {
        if (selector is not JsonObject rules) return false;
        if (rules["matchLabels"] is JsonObject { Count: > 0 } map && !MatchesMap(map, labels)) return false;
        return rules.List("matchExpressions").All(rule => Holds(rule, labels));
    }

    private static bool Holds(JsonObject rule, IReadOnlyDictionary<string, string> labels)
    {
        var has = labels.TryGetValue(rule.Text("key") ?? "", out var value);
        bool Listed() => rule["values"] is JsonArray values && values.Any(v => (string?)v == value);
        return rule.Text("operator") switch
        {
            "In" => has && Listed(),
            "NotIn" => !has || !Listed(),
            "Exists" => has,
            "DoesNotExist" => !has,
            _ => false,
        };
    }
}
