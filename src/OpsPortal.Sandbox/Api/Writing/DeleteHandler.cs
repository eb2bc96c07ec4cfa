using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Writing;

internal static class DeleteHandler
{
    public static async Task HandleAsync(ApiCall call)
    {
        var options = await DeleteOptions.ReadAsync(call);
        var last = new Deletion(call.Parts, options).Delete(call.Served.Stored, call.Namespace, call.Name)
            ?? throw ApiError.NotFound(call.Type, call.Name);
        // What is only marked for deletion is still there to be looked at.
        var remains = call.Type.Kind is "Pod" or "Namespace" || last.At("metadata.deletionTimestamp") is not null;
        await Answer.WriteAsync(call.Http, 200, remains ? call.Served.Show(last) : Done(call, last));
    }

    public static async Task HandleCollectionAsync(ApiCall call)
    {
        var options = await DeleteOptions.ReadAsync(call);
        var page = ListPage.Read(call);
        foreach (var item in page.Items) new Deletion(call.Parts, options).Delete(call.Served.Stored, item.Namespace(), item.Name());
        await Answer.WriteAsync(call.Http, 200, new JsonObject
        {
            ["kind"] = call.Type.Kind + "List",
            ["apiVersion"] = call.Type.ApiVersion,
            ["metadata"] = page.Metadata(),
            ["items"] = new JsonArray([.. page.Items.Select(i => i.Copy())]),
        });
    }

    private static JsonObject Done(ApiCall call, JsonObject last)
    {
        var details = ApiError.Details(call.Type, call.Name);
        details["uid"] = last.Text("metadata.uid");
        return new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["details"] = details };
    }
}
