using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Writing;

internal static class UpdateHandler
{
    public static async Task HandleAsync(ApiCall call)
    {
        var body = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        Identity.Check(call, body);
        await GetHandler.AnswerAsync(call, 200, Change.Apply(call, _ => body.Copy()));
    }
}
