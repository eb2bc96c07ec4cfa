using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace OpsPortal.Sandbox.Docker;

/// <summary>What handlers of the Engine's API read and answer.</summary>
internal static class DockerHttp
{
    extension(HttpContext http)
    {
        public string? Query(string name) => http.Request.Query[name] is [{ } value, ..] ? value : null;

        public bool Switch(string name) => http.Query(name) is "1" or "true" or "True";

        public string Route(string name) => Uri.UnescapeDataString((string?)http.Request.RouteValues[name] ?? "");

        public DockerFilters Filters => new(http.Query("filters"));

        public async Task<JsonObject> BodyAsync()
        {
            try
            {
                return await JsonNode.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted) as JsonObject ?? [];
            }
            catch (JsonException)
            {
                return [];
            }
        }

        public async Task AnswerAsync(JsonNode? body, int status = 200)
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(body?.ToJsonString() ?? "null", http.RequestAborted);
        }

        public void Done(bool changed = true) => http.Response.StatusCode = changed ? 204 : 304;
    }

    public static JsonArray Array(IEnumerable<JsonNode?> items) => [.. items];
}
