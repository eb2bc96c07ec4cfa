using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>Writes JSON answers.</summary>
internal static class Answer
{
    public static JsonSerializerOptions Json { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static Task WriteAsync(HttpContext http, int code, JsonNode body, string contentType = "application/json") =>
        WriteAsync(http, code, JsonSerializer.SerializeToUtf8Bytes(body, Json), contentType);

    public static async Task WriteAsync(HttpContext http, int code, ReadOnlyMemory<byte> body, string contentType)
    {
        http.Response.StatusCode = code;
        http.Response.ContentType = contentType;
        http.Response.ContentLength = body.Length;
        await http.Response.Body.WriteAsync(body, http.RequestAborted);
    }
}
