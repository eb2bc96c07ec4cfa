using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <param name="Kind">Put before each name where several kinds are listed: <c>deployment.apps</c>.</param>
internal sealed record TableOptions(bool Wide, bool WithNamespace, bool NoHeaders, bool ShowLabels, string? Kind)
{
    /// <summary>Labels with columns of their own.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [];
}

/// <summary>Lines of a table that the server made (<c>meta.k8s.io/v1 Table</c>), cells separated by tabs.</summary>
internal static class TableText
{
    public static string Header(JsonObject table, TableOptions options)
    {
        var names = Columns(table, options).Select(c => c.Name.ToUpperInvariant());
        return string.Join('\t', [.. options.WithNamespace ? ["NAMESPACE"] : Array.Empty<string>(), .. names, .. options.Labels.Select(l => l[(l.LastIndexOf('/') + 1)..].ToUpperInvariant()),
            .. options.ShowLabels ? ["LABELS"] : Array.Empty<string>()]);
    }

    public static string Row(JsonObject table, JsonObject row, TableOptions options)
    {
        var cells = row["cells"] as JsonArray ?? [];
        var shown = Columns(table, options).Where(c => c.Index < cells.Count).Select(c => Cell(cells[c.Index], c.Name == "Name" ? options.Kind : null));
        var metadata = row.At("object", "metadata");
        return string.Join('\t',
        [
            .. options.WithNamespace ? [metadata.TextAt("namespace") ?? ""] : Array.Empty<string>(),
            .. shown,
            .. options.Labels.Select(label => metadata.TextAt("labels", label) ?? ""),
            .. options.ShowLabels ? [Labels(metadata)] : Array.Empty<string>(),
        ]);
    }

    public static string Labels(JsonNode? metadata) =>
        metadata.MapAt("labels") is { Count: > 0 } labels ? string.Join(',', labels.Select(l => $"{l.Key}={l.Value}")) : "<none>";

    private static IEnumerable<(int Index, string Name)> Columns(JsonObject table, TableOptions options) =>
        table.Objects("columnDefinitions").Select((column, index) => (column, index))
            .Where(c => options.Wide || (c.column.NumberAt("priority") ?? 0) == 0)
            .Select(c => (c.index, c.column.TextAt("name") ?? ""));

    private static string Cell(JsonNode? cell, string? kind)
    {
        var text = cell switch
        {
            null => "",
            JsonValue value when value.GetValueKind() == JsonValueKind.String => FirstLine(value.GetValue<string>()),
            _ => cell.ToJsonString(),
        };
        return kind is null ? text : $"{kind}/{text}";
    }

    private static string FirstLine(string text)
    {
        var end = text.AsSpan().IndexOfAny("\f\n\r");
        return end < 0 ? text : $"{text[..end]}...";
    }
}
