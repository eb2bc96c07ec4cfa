using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>
/// The part of JSONPath that definitions use for columns: fields (dots in names escaped), <c>[0]</c>, <c>[*]</c> and
/// <c>[?(@.type=="Ready")]</c>.
/// </summary>
internal sealed partial class PrinterPath
{
    private readonly IReadOnlyList<Func<JsonNode, IEnumerable<JsonNode?>>> steps;

    private PrinterPath(IReadOnlyList<Func<JsonNode, IEnumerable<JsonNode?>>> steps) => this.steps = steps;

    public static PrinterPath Parse(string path) => new([.. Pattern().Matches(path).Select(Step)]);

    public IReadOnlyList<JsonNode> Read(JsonNode from)
    {
        IEnumerable<JsonNode> found = [from];
        foreach (var step in steps) found = found.SelectMany(step).OfType<JsonNode>();
        return [.. found];
    }

    private static Func<JsonNode, IEnumerable<JsonNode?>> Step(Match match)
    {
        if (match.Groups["field"] is { Success: true, Value: var field }) return Field(field.Replace("\\.", "."));
        if (match.Groups["quoted"] is { Success: true, Value: var quoted }) return Field(quoted);
        if (match.Groups["index"] is { Success: true, Value: var index })
            return node => node is JsonArray array && int.Parse(index) is var i && i < array.Count ? [array[i]] : [];
        if (match.Groups["key"] is { Success: true, Value: var key })
            return node => node is JsonArray array ? array.Where(item => item.Text(key) == match.Groups["value"].Value) : [];
        return node => node is JsonArray array ? array : [];
    }

    private static Func<JsonNode, IEnumerable<JsonNode?>> Field(string name) => node => node is JsonObject map ? [map[name]] : [];

    [GeneratedRegex(@"\.(?<field>(?:\\\.|[\w/-])+)|\['(?<quoted>[^']+)'\]|\[(?<index>\d+)\]|\[\?\(@\.(?<key>[\w.]+)\s*==\s*[""'](?<value>[^""']*)[""']\)\]|\[\*\]")]
    private static partial Regex Pattern();
}
