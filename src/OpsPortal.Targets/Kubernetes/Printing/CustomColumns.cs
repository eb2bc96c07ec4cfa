using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing.JsonPaths;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary><c>-o custom-columns=NAME:.metadata.name,…</c></summary>
internal sealed class CustomColumns
{
    private readonly IReadOnlyList<(string Header, JsonPath Path)> columns;

    /// <exception cref="JsonPathException">A specification that cannot be understood.</exception>
    public CustomColumns(string specification)
    {
        if (specification.Length == 0) throw new JsonPathException("custom-columns format specified but no custom columns given");
        columns = [.. specification.Split(',').Select(Column)];
    }

    public string Header => string.Join('\t', columns.Select(c => c.Header));

    public string Row(JsonObject item) => string.Join('\t', columns.Select(c => Cell(c.Path.Find(item))));

    private static string Cell(IReadOnlyList<IReadOnlyList<JsonNode?>> found) =>
        found is [] or [[], ..] && found.All(f => f.Count == 0) ? "<none>" : string.Join(',', found.SelectMany(f => f).Select(GoText.Of));

    private static (string, JsonPath) Column(string part) => part.Split(':', 2) is [var header, var path]
        ? (header, JsonPath.Relaxed(path))
        : throw new JsonPathException($"unexpected custom-columns spec: {part}, expected <header>:<json-path-expr>");
}
