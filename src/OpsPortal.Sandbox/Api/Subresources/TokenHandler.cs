using System.Security.Cryptography;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Subresources;

/// <summary>Tokens of service accounts. They look like tokens and open nothing.</summary>
internal static class TokenHandler
{
    private const long Standard = 3600;

    public static async Task HandleAsync(ApiCall call)
    {
        var request = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        GetHandler.Find(call);
        var seconds = request.Number("spec.expirationSeconds") ?? Standard;
        request["apiVersion"] = "authentication.k8s.io/v1";
        request["kind"] = "TokenRequest";
        request.Child("spec")["expirationSeconds"] = seconds;
        request["status"] = new System.Text.Json.Nodes.JsonObject
        {
            ["token"] = $"sandbox.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24))}",
            ["expirationTimestamp"] = ClusterStore.Timestamp(call.Store.Time.GetUtcNow().AddSeconds(seconds)),
        };
        await Answer.WriteAsync(call.Http, 201, request);
    }
}
