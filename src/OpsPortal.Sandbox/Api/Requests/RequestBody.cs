using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>Bodies of up to 3 MiB, as the API server limits them.</summary>
internal static class RequestBody
{
    private const int Limit = 3 * 1024 * 1024;

    public static async Task<JsonNode?> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        while (await request.Body.ReadAsync(buffer, cancellation) is var read and > 0)
        {
            body.Write(buffer, 0, read);
            if (body.Length > Limit)
                throw new ApiError(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
        }
        if (body.Length == 0) return null;
        try
        {
            return IsYaml(request) ? YamlBody.Parse(body) : JsonNode.Parse(body.GetBuffer().AsSpan(0, (int)body.Length));
        }
        catch (Exception e) when (e is JsonException or YamlDotNet.Core.YamlException)
        {
            throw ApiError.BadRequest($"couldn't get version/kind; json parse error: {e.Message}");
        }
    }

    public static async Task<JsonObject> ReadObjectAsync(HttpRequest request, CancellationToken cancellation) =>
        await ReadAsync(request, cancellation) as JsonObject ?? throw ApiError.BadRequest("the request body must hold an object");

    private static bool IsYaml(HttpRequest request) => request.ContentType?.Contains("yaml", StringComparison.Ordinal) == true;
}
