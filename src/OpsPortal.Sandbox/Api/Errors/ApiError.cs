using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Errors;

/// <summary>Ends a request with a Status object, worded as Kubernetes words it.</summary>
internal sealed class ApiError(int code, string reason, string message, JsonObject? details = null) : Exception(message)
{
    public int Code => code;

    public JsonObject ToStatus() => new()
    {
        ["kind"] = "Status",
        ["apiVersion"] = "v1",
        ["metadata"] = new JsonObject(),
        ["status"] = "Failure",
        ["message"] = Message,
        ["reason"] = reason,
        ["details"] = details?.DeepClone() ?? new JsonObject(),
        ["code"] = code,
    };

    public static ApiError Unauthorized() => new(401, "Unauthorized", "Unauthorized");

    public static ApiError BadRequest(string message) => new(400, "BadRequest", message);

    public static ApiError NoSuchPath() => new(404, "NotFound", "the server could not find the requested resource");

    public static ApiError NotAllowed() => new(405, "MethodNotAllowed", "the server does not allow this method on the requested resource");

    public static ApiError NotFound(ResourceType type, string name) =>
        new(404, "NotFound", $"{type.QualifiedName} \"{name}\" not found", Details(type, name));

    public static ApiError AlreadyExists(ResourceType type, string name) =>
        new(409, "AlreadyExists", $"{type.QualifiedName} \"{name}\" already exists", Details(type, name));

    public static ApiError Conflict(ResourceType type, string name, string why) =>
        new(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedName} \"{name}\": {why}", Details(type, name));

    public static ApiError Modified(ResourceType type, string name) =>
        Conflict(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    public static ApiError Forbidden(ResourceType type, string? name, string why) =>
        new(403, "Forbidden", $"{type.QualifiedName}{(string.IsNullOrEmpty(name) ? "" : $" \"{name}\"")} is forbidden: {why}", Details(type, name));

    public static ApiError Expired(string message) => new(410, "Expired", message);

    public static ApiError UnsupportedMediaType(params string[] accepted) => new(415, "UnsupportedMediaType",
        $"the body of the request was in an unknown format - accepted media types include: {string.Join(", ", accepted)}");

    public static ApiError TooManyRequests(string message, JsonArray causes) =>
        new(429, "TooManyRequests", message, new JsonObject { ["causes"] = causes });

    public static ApiError NotImplemented(string message) => new(501, "NotImplemented", message);

    public static JsonObject Details(ResourceType type, string? name)
    {
        var details = new JsonObject();
        if (!string.IsNullOrEmpty(name)) details["name"] = name;
        if (type.Group.Length > 0) details["group"] = type.Group;
        details["kind"] = type.Name;
        return details;
    }
}
