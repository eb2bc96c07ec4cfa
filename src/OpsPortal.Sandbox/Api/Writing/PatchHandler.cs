using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Patching;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Writing;

internal static class PatchHandler
{
    public static async Task HandleAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancellation);
        var patch = ObjectPatch.Reader(call.Http.Request.ContentType, body, call.Served);
        var applies = call.Http.Request.ContentType?.StartsWith(ObjectPatch.Apply, StringComparison.Ordinal) == true;
        if (applies && body is JsonObject wanted && call.Store.Get(call.Served.Stored, call.Namespace, call.Name) is null)
            await CreateAppliedAsync(call, wanted);
        else
            await GetHandler.AnswerAsync(call, 200, Change.Apply(call, patch));
    }

    /// <summary>Applying what does not exist creates it.</summary>
    private static Task CreateAppliedAsync(ApiCall call, JsonObject wanted)
    {
        wanted.Child("metadata")["name"] = call.Name;
        return GetHandler.AnswerAsync(call, 201, CreateHandler.Create(call, wanted));
    }
}
