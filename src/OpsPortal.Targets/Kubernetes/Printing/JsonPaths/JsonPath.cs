using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

/// <summary>
/// kubectl's JSONPath templates: <c>{range .items[*]}{.metadata.name}{"\n"}{end}</c>. Text stands for itself, actions in
/// braces select. Made once, asked of any number of objects.
/// </summary>
internal sealed partial class JsonPath
{
    private readonly IReadOnlyList<Chain> parts;

    /// <exception cref="JsonPathException">Not a template.</exception>
    public JsonPath(string source) => (Source, parts) = (source, PathParser.Template(source));

    public string Source { get; }

    /// <summary>A path as flags take it: with or without braces and the first dot.</summary>
    public static JsonPath Relaxed(string path)
    {
        var match = PathOnly().Match(path);
        if (!match.Success) throw new JsonPathException("unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'");
        return new($"{{.{(match.Groups[1].Length > 0 ? match.Groups[1].Value : match.Groups[2].Value)}}}");
    }

    /// <summary>What each part of the template selects, loops unrolled.</summary>
    /// <exception cref="JsonPathException">The object does not have what an index or a comparison asks for.</exception>
    public IReadOnlyList<IReadOnlyList<JsonNode?>> Find(JsonNode? root)
    {
        List<IReadOnlyList<JsonNode?>> found = [];
        var at = 0;
        Walk(root, ref at, inRange: false, found);
        return found;
    }

    /// <summary>The template filled in.</summary>
    public string Print(JsonNode? root) => string.Concat(Find(root).Select(values => string.Join(' ', values.Select(Text))));

    private void Walk(JsonNode? root, ref int at, bool inRange, List<IReadOnlyList<JsonNode?>> found)
    {
        while (at < parts.Count)
        {
            var part = parts[at++];
            if (part.Nodes.OfType<Keyword>().FirstOrDefault() is not { } keyword)
            {
                found.Add(PathEvaluation.Apply(part, [root]));
                continue;
            }
            if (keyword.Name == "end")
            {
                if (!inRange) throw new JsonPathException("not in range, nothing to end");
                return;
            }
            var from = at;
            var items = PathEvaluation.Apply(part, [root]);
            foreach (var item in items)
            {
                at = from;
                Walk(item, ref at, inRange: true, found);
            }
            if (items.Count == 0) SkipToEnd(ref at);
        }
    }

    private void SkipToEnd(ref int at)
    {
        for (var depth = 1; at < parts.Count && depth > 0; at++)
            if (parts[at].Nodes.OfType<Keyword>().FirstOrDefault() is { } keyword) depth += keyword.Name == "range" ? 1 : -1;
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject or JsonArray => JsonText.Compact(value),
        _ => GoText.Of(value),
    };

    [GeneratedRegex(@"^\{\.?([^{}]+)\}$|^\.?([^{}]+)$")]
    private static partial Regex PathOnly();
}
