using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Tables;

namespace OpsPortal.Sandbox.Api.Reading;

/// <summary>Watch events as lines of JSON, each sent at once.</summary>
internal sealed class WatchStream
{
    private readonly ApiCall call;
    private readonly Presentation presentation;
    private readonly TableWriter? tables;

    private WatchStream(ApiCall call)
    {
        this.call = call;
        presentation = Presentation.Of(call);
        tables = presentation.Shape == Shape.Table ? new TableWriter(call, presentation) : null;
    }

    /// <summary>Sends the headers, so that the caller knows that the watch stands.</summary>
    public static async Task<WatchStream> OpenAsync(ApiCall call)
    {
        var stream = new WatchStream(call);
        call.Http.Response.ContentType = "application/json";
        await call.Http.Response.StartAsync(call.Cancellation);
        await call.Http.Response.Body.FlushAsync(call.Cancellation);
        return stream;
    }

    public async Task SendAsync(string type, JsonObject shown)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, Answer.Writing))
        {
            writer.WriteStartObject();
            writer.WriteString("type", type);
            writer.WritePropertyName("object");
            Shown(type, shown).WriteTo(writer);
            writer.WriteEndObject();
        }
        buffer.Write("\n"u8);
        await call.Http.Response.Body.WriteAsync(buffer.WrittenMemory, call.Cancellation);
        await call.Http.Response.Body.FlushAsync(call.Cancellation);
    }

    private JsonObject Shown(string type, JsonObject shown) => presentation.Shape switch
    {
        _ when type == "ERROR" => shown,
        Shape.Table when type == "BOOKMARK" => tables!.Bookmark(shown),
        Shape.Table => tables!.Table([shown], new JsonObject { ["resourceVersion"] = shown.Text("metadata.resourceVersion") }),
        Shape.Metadata => presentation.MetadataOf(shown),
        _ => shown,
    };
}
