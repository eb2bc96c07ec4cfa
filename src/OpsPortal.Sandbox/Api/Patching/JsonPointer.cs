using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Patching;

/// <summary>RFC 6901.</summary>
internal sealed record JsonPointer(IReadOnlyList<string> Tokens)
{
    public static JsonPointer Parse(string text) =>
        new([.. text.Split('/').Skip(1).Select(t => t.Replace("~1", "/").Replace("~0", "~"))]);

    public string Last => Tokens[^1];

    /// <summary>What holds the last token's place; null where a step on the way is missing.</summary>
    public JsonNode? Parent(JsonNode? root) => Walk(root, Tokens.Take(Tokens.Count - 1));

    public JsonNode? Read(JsonNode? root) => Walk(root, Tokens);

    public bool Exists(JsonNode? root) => Tokens.Count == 0 || Parent(root) switch
    {
        JsonObject map => map.ContainsKey(Last),
        JsonArray array => Index(array, Last) is { } at && at < array.Count,
        _ => false,
    };

    /// <summary>A place in an array; <c>-</c> is the one behind the last.</summary>
    public static int? Index(JsonArray array, string token) =>
        token == "-" ? array.Count : int.TryParse(token, out var at) && at >= 0 && at <= array.Count ? at : null;

    private static JsonNode? Walk(JsonNode? node, IEnumerable<string> tokens)
    {
        foreach (var token in tokens)
            node = node switch
            {
                JsonObject map => map[token],
                JsonArray array => Index(array, token) is { } at && at < array.Count ? array[at] : null,
                _ => null,
            };
        return node;
    }
}
