using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>Objects as <c>meta.k8s.io Table</c>.</summary>
internal sealed class TableWriter(ApiCall call, Presentation presentation)
{
    private readonly IReadOnlyList<Column> columns = TableColumns.For(call.Served);

    public JsonObject Table(IEnumerable<JsonObject> items, JsonObject metadata)
    {
        var context = new PrintContext(call.Store.Time.GetUtcNow(), call.Store);
        var table = Empty(metadata);
        table["columnDefinitions"] = new JsonArray([.. columns.Select(c => c.ToDefinition())]);
        table["rows"] = new JsonArray([.. items.Select(item => Row(item, context))]);
        return table;
    }

    /// <summary>A table without rows or columns, whose one task is to carry the resourceVersion.</summary>
    public JsonObject Bookmark(JsonObject bookmark)
    {
        var table = Empty(new JsonObject { ["resourceVersion"] = bookmark.Text("metadata.resourceVersion") });
        table["columnDefinitions"] = new JsonArray();
        table["rows"] = new JsonArray(new JsonObject { ["cells"] = new JsonArray(), ["object"] = presentation.MetadataOf(bookmark) });
        return table;
    }

    private JsonObject Empty(JsonObject metadata) => new() { ["kind"] = "Table", ["apiVersion"] = presentation.ApiVersion, ["metadata"] = metadata };

    private JsonObject Row(JsonObject item, PrintContext context)
    {
        var row = new JsonObject { ["cells"] = new JsonArray([.. columns.Select(c => c.Cell(item, context))]) };
        if (presentation.Include == RowObject.Metadata) row["object"] = presentation.MetadataOf(item);
        if (presentation.Include == RowObject.Object) row["object"] = item.Copy();
        return row;
    }
}
