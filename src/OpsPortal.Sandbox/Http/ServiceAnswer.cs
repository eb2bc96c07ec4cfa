using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Http;

/// <param name="Body">In pieces, so that long answers are never held whole.</param>
internal sealed record ServiceAnswer(int Status, string ContentType, IEnumerable<string> Body)
{
    private static readonly JsonSerializerOptions Compact = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>How long it takes in the cluster's time.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Of the service itself, rather than of whoever stands before it.</summary>
    public bool IsSuccess => Status is >= 200 and < 300;

    public static ServiceAnswer Json(JsonNode body, int status = 200) => new(status, "application/json", [body.ToJsonString(Compact)]);

    public static ServiceAnswer Text(string body, string type = "text/plain; charset=utf-8", int status = 200) => new(status, type, [body]);

    public static ServiceAnswer Error(int status, string error, string detail) => Json(new JsonObject { ["error"] = error, ["detail"] = detail }, status);

    public static ServiceAnswer NotFound(string path) => Error(404, "not_found", $"There is nothing at {path}.");

    public static ServiceAnswer WrongMethod(string method, string path, string allowed) =>
        Error(405, "method_not_allowed", $"{path} does not take {method}.") with { Headers = new Dictionary<string, string> { ["Allow"] = allowed } };

    /// <summary>422 with each field that is wrong.</summary>
    public static ServiceAnswer Invalid(IEnumerable<FieldProblem> problems) => Json(new JsonObject
    {
        ["detail"] = new JsonArray([.. problems.Select(p => (JsonNode)new JsonObject
        {
            ["loc"] = new JsonArray([.. p.Place.Split('.').Select(part => (JsonNode)part)]),
            ["msg"] = p.Message,
            ["type"] = p.Type,
        })]),
    }, 422);
}

/// <param name="Place">As <c>body.name</c>.</param>
internal sealed record FieldProblem(string Place, string Message, string Type);
