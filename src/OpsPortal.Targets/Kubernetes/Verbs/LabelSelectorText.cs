using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Selectors of objects (<c>matchLabels</c>, <c>matchExpressions</c>) as query text.</summary>
internal static class LabelSelectorText
{
    /// <summary>The text of a LabelSelector; null where there is none.</summary>
    public static string? Of(JsonNode? selector)
    {
        if (selector is not JsonObject) return null;
        var labels = selector.MapAt("matchLabels").Select(l => $"{l.Key}={l.Value}");
        var expressions = selector.Objects("matchExpressions").Select(Expression).OrderBy(e => e, StringComparer.Ordinal);
        return string.Join(',', labels.Concat(expressions));
    }

    /// <summary>Of the pods that something owns or sends traffic to; null where that kind has none.</summary>
    public static string? PodsOf(JsonObject owner) => owner["spec"]?["selector"] switch
    {
        JsonObject selector when selector.ContainsKey("matchLabels") || selector.ContainsKey("matchExpressions") => Of(selector),
        JsonObject plain when owner.TextAt("kind") is "Service" or "ReplicationController" => string.Join(',', plain.Select(l => $"{l.Key}={l.Value.TextAt()}")),
        _ => null,
    };

    private static string Expression(JsonObject expression) => (expression.TextAt("key"), expression.TextAt("operator"), string.Join(',', expression.TextsAt("values").Order(StringComparer.Ordinal))) switch
    {
        (var key, "In", var values) => $"{key} in ({values})",
        (var key, "NotIn", var values) => $"{key} notin ({values})",
        (var key, "DoesNotExist", _) => $"!{key}",
        (var key, _, _) => key ?? "",
    };
}
