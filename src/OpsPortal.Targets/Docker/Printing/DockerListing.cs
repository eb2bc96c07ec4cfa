using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Templates;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Docker.Printing;

/// <summary>How docker prints rows: as a table, by a template, or as JSON.</summary>
/// <param name="Usual">The template where none is given.</param>
/// <param name="Headers">The word above a column, by field.</param>
internal sealed record DockerListing(string Usual, IReadOnlyDictionary<string, string> Headers)
{
    private const int LeastWidth = 10, Padding = 3;

    /// <param name="format">As after <c>--format</c>; null for the usual table.</param>
    /// <exception cref="GoTemplateException">The template cannot be read or filled.</exception>
    public IReadOnlyList<string> Print(string? format, IReadOnlyList<JsonObject> rows)
    {
        if (format is "json") format = "{{json .}}";
        if (format is null or "" or "table") format = "table " + Usual;
        var table = format.StartsWith("table ", StringComparison.Ordinal);
        var text = (table ? format[6..].Trim() : format).Replace("\\t", "\t").Replace("\\n", "\n");
        var template = GoTemplate.Parse(text);
        if (!table) return [.. rows.SelectMany(r => template.Fill(r).Split('\n'))];
        var writer = new TabWriter(LeastWidth, Padding);
        foreach (var line in template.Fill(Heading(rows)).Split('\n')) writer.Line(line);
        foreach (var row in rows)
            foreach (var line in template.Fill(row).Split('\n')) writer.Line(line);
        return writer.Flush();
    }

    /// <summary>Every field of a row with the word above its column; a label is headed by the last part of its name.</summary>
    private JsonObject Heading(IReadOnlyList<JsonObject> rows)
    {
        var heading = new JsonObject();
        foreach (var field in Headers) heading[field.Key] = field.Value;
        foreach (var row in rows.Take(1))
            foreach (var (field, _) in row) heading[field] ??= field.ToUpperInvariant();
        return heading;
    }
}
