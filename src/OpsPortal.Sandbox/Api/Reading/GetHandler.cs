using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Tables;

namespace OpsPortal.Sandbox.Api.Reading;

internal static class GetHandler
{
    public static Task HandleAsync(ApiCall call) => AnswerAsync(call, 200, Find(call));

    /// <exception cref="ApiError">404.</exception>
    public static JsonObject Find(ApiCall call)
    {
        var found = call.Served.Computed is { } computed
            ? computed(call.Namespace).FirstOrDefault(o => o.Name() == call.Name)
            : call.Store.Get(call.Served.Stored, call.Namespace, call.Name) is { } stored ? call.Served.Show(stored) : null;
        return found ?? throw ApiError.NotFound(call.Type, call.Name);
    }

    /// <summary>Answers with one object in the shape that was asked for.</summary>
    public static Task AnswerAsync(ApiCall call, int code, JsonObject shown)
    {
        var presentation = Presentation.Of(call);
        return Answer.WriteAsync(call.Http, code, presentation.Shape switch
        {
            Shape.Table => new TableWriter(call, presentation).Table([shown], new JsonObject { ["resourceVersion"] = shown.Text("metadata.resourceVersion") }),
            Shape.Metadata => presentation.MetadataOf(shown),
            _ => shown,
        });
    }
}
