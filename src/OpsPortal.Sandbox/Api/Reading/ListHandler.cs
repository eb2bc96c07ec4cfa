using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Tables;

namespace OpsPortal.Sandbox.Api.Reading;

internal static class ListHandler
{
    public static Task HandleAsync(ApiCall call)
    {
        var page = ListPage.Read(call);
        var presentation = Presentation.Of(call);
        return presentation.Shape switch
        {
            Shape.Table => Answer.WriteAsync(call.Http, 200, new TableWriter(call, presentation).Table(page.Items, page.Metadata())),
            Shape.Metadata => WriteAsync(call, page, "PartialObjectMetadataList", presentation.ApiVersion, presentation.MetadataOf),
            _ => WriteAsync(call, page, call.Type.Kind + "List", call.Type.ApiVersion, static item => item),
        };
    }

    /// <summary>Item by item into the buffer: shared objects cannot become part of another one without being copied.</summary>
    private static Task WriteAsync(ApiCall call, ListPage page, string kind, string apiVersion, Func<JsonObject, JsonObject> show)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * 1024);
        using (var writer = new Utf8JsonWriter(buffer, Answer.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("kind", kind);
            writer.WriteString("apiVersion", apiVersion);
            writer.WritePropertyName("metadata");
            page.Metadata().WriteTo(writer);
            writer.WriteStartArray("items");
            foreach (var item in page.Items) show(item).WriteTo(writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        return Answer.WriteAsync(call.Http, 200, buffer.WrittenMemory, "application/json");
    }
}
