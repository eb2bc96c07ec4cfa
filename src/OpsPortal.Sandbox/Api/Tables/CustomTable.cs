using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>The columns that a definition asks for; without any, the age.</summary>
internal static class CustomTable
{
    public static IReadOnlyList<Column> For(ServedType served) => CustomKind.Columns(served) is { Count: > 0 } columns
        ? [Column.Named, .. columns.Select(Printed)]
        : [Column.Named, Column.Age];

    private static Column Printed(JsonObject definition)
    {
        var path = PrinterPath.Parse(definition.Text("jsonPath") ?? "");
        var isDate = definition.Text("type") == "date";
        return new Column(definition.Text("name") ?? "", (o, at) => Cell(path.Read(o), isDate, at))
        {
            Type = isDate ? "date" : definition.Text("type") ?? "string",
            Format = definition.Text("format") ?? "",
            Priority = (int)(definition.Number("priority") ?? 0),
        };
    }

    private static JsonNode? Cell(IReadOnlyList<JsonNode> found, bool isDate, PrintContext at)
    {
        if (found.Count == 0) return isDate ? "<unknown>" : null;
        if (isDate) return at.Age(DateTimeOffset.TryParse(found[0].AsText(), out var time) ? time : null);
        return found.Count == 1 ? found[0].DeepClone() : string.Join(",", found.Select(f => f.AsText()));
    }
}
