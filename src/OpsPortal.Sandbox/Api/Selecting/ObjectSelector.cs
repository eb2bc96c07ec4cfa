using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Selecting;

/// <summary>Selectors as objects hold them: <c>matchLabels</c> and <c>matchExpressions</c>.</summary>
internal static class ObjectSelector
{
    public static LabelSelector Of(JsonNode? selector) => new(
    [
        .. selector.Map("matchLabels").Select(l => new LabelRequirement(l.Key, LabelOperator.In, [l.Value])),
        .. selector.Objects("matchExpressions").Select(e => new LabelRequirement(e.Text("key") ?? "",
            Enum.TryParse<LabelOperator>(e.Text("operator"), out var op) ? op : LabelOperator.In, e.Texts("values"))),
    ]);

    /// <summary>As queries and tables write it: <c>app=web,tier in (a,b)</c>.</summary>
    public static string Print(JsonNode? selector) => string.Join(",",
    [
        .. selector.Map("matchLabels").OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"),
        .. selector.Objects("matchExpressions").Select(Expression),
    ]);

    public static string PrintMap(IReadOnlyDictionary<string, string> map) =>
        string.Join(",", map.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static string Expression(JsonObject e) => e.Text("operator") switch
    {
        "Exists" => e.Text("key")!,
        "DoesNotExist" => $"!{e.Text("key")}",
        var op => $"{e.Text("key")} {op?.ToLowerInvariant()} ({string.Join(",", e.Texts("values"))})",
    };
}
