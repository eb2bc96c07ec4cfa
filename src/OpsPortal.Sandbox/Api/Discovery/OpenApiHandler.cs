using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <summary>
/// OpenAPI as far as kubectl needs it before it applies: which kinds can be patched, and that the server understands
/// <c>dryRun</c> and <c>fieldValidation</c>. Without schemas kubectl leaves validation to the server.
/// </summary>
internal static class OpenApiHandler
{
    private static readonly string[] Parameters = ["dryRun", "fieldManager", "fieldValidation", "force"];

    public static Task HandleAsync(HttpContext http, string path, ServedTypes types)
    {
        if (path == "/openapi/v2")
        {
            var protobuf = http.Request.Headers.Accept.ToString().Contains("proto-openapi", StringComparison.Ordinal);
            // The type that clients ask for holds an "@", which no parser of media types takes in an answer.
            return protobuf
                ? Answer.WriteAsync(http, 200, OpenApiProtobuf.Document(types, Parameters), "application/com.github.proto-openapi.spec.v2.v1.0+protobuf")
                : Answer.WriteAsync(http, 200, Version2(types));
        }
        if (path == "/openapi/v3") return Answer.WriteAsync(http, 200, Index(types));
        var rest = path["/openapi/v3/".Length..];
        var found = types.All.Where(t => Root(t) == rest).ToList();
        return found.Count == 0 ? throw ApiError.NoSuchPath() : Answer.WriteAsync(http, 200, Version3(found));
    }

    /// <summary><c>api/v1</c> or <c>apis/apps/v1</c>.</summary>
    private static string Root(ServedType served) => served.Type.Group.Length == 0 ? $"api/{served.Type.Version}" : $"apis/{served.Type.ApiVersion}";

    public static string PathOf(ServedType served) => $"/{Root(served)}{(served.Type.Namespaced ? "/namespaces/{namespace}" : "")}/{served.Type.Name}/{{name}}";

    private static JsonObject Index(ServedTypes types) => new()
    {
        ["paths"] = new JsonObject(types.All.Select(Root).Distinct().Select(root =>
            KeyValuePair.Create(root, (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{root}" }))),
    };

    private static JsonObject Version3(IEnumerable<ServedType> types) => new()
    {
        ["openapi"] = "3.0.0",
        ["info"] = Info(),
        ["paths"] = Paths(types, name => new JsonObject { ["name"] = name, ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } }),
        ["components"] = new JsonObject { ["schemas"] = new JsonObject() },
    };

    private static JsonObject Version2(ServedTypes types) => new()
    {
        ["swagger"] = "2.0",
        ["info"] = Info(),
        ["paths"] = Paths(types.All, name => new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = "string" }),
        ["definitions"] = new JsonObject(),
    };

    private static JsonObject Paths(IEnumerable<ServedType> types, Func<string, JsonObject> parameter) =>
        new(types.Where(t => t.Verbs.Contains("patch")).Select(t => KeyValuePair.Create(PathOf(t), (JsonNode?)new JsonObject
        {
            ["patch"] = new JsonObject
            {
                ["parameters"] = new JsonArray([.. Parameters.Select(parameter)]),
                ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
                ["x-kubernetes-action"] = "patch",
                ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = t.Type.Group, ["version"] = t.Type.Version, ["kind"] = t.Type.Kind },
            },
        })));

    private static JsonObject Info() => new() { ["title"] = "Kubernetes", ["version"] = ServerVersion.Text };
}
