using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsPortal.Sandbox.Http;

/// <summary>A request to a service, whether it came over the network or from inside a pod.</summary>
/// <param name="Host">With its port where one was written.</param>
/// <param name="Path">Without the query.</param>
/// <param name="QueryString">With or without the question mark.</param>
/// <param name="Headers">Names in any case.</param>
internal sealed record ServiceRequest(string Method, string Host, string Path, string QueryString, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>Of a name that comes twice, the last.</summary>
    public IReadOnlyDictionary<string, string> Query { get; } = QueryHelpers.ParseQuery(QueryString).ToDictionary(q => q.Key, q => q.Value.LastOrDefault() ?? "");

    /// <summary>Of the query, and of the body where that is a form.</summary>
    public ILookup<string, string> Parameters() => QueryHelpers.ParseQuery(QueryString)
        .Concat(Header("Content-Type")?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) == true ? QueryHelpers.ParseQuery(Body) : [])
        .SelectMany(p => p.Value.Select(v => (p.Key, Value: v ?? ""))).ToLookup(p => p.Key, p => p.Value);

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>The body as a JSON object; an answer that says what is wrong where it is none.</summary>
    public (JsonObject? Body, ServiceAnswer? Refusal) Json()
    {
        try
        {
            if (Body.Length > 0 && JsonNode.Parse(Body) is JsonObject map) return (map, null);
            return (null, ServiceAnswer.Invalid([new("body", "Input should be a JSON object", "dict_type")]));
        }
        catch (JsonException wrong)
        {
            return (null, ServiceAnswer.Invalid([new("body", $"JSON decode error: {wrong.Message}", "json_invalid")]));
        }
    }
}
