using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>A body must speak of the object that the URL names.</summary>
internal static class Identity
{
    /// <exception cref="ApiError">400.</exception>
    public static void Check(ApiCall call, JsonObject body)
    {
        var (kind, apiVersion) = (body.Text("kind"), body.Text("apiVersion"));
        if (kind is { Length: > 0 } && kind != call.Type.Kind || apiVersion is { Length: > 0 } && apiVersion != call.Type.ApiVersion)
            throw ApiError.BadRequest($"{kind} in version \"{apiVersion?.Split('/')[^1]}\" cannot be handled as a {call.Type.Kind}: the object provided is unrecognized (must be of type {call.Type.Kind}): {apiVersion}, Kind={kind}");
        if (call.Type.Namespaced && call.Namespace is null)
            throw ApiError.BadRequest("an empty namespace may not be set during creation");
        if (call.Type.Namespaced && body.Namespace() is { Length: > 0 } ns && ns != call.Namespace)
            throw ApiError.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        if (call.Path.Name is { } name && body.Name() is { Length: > 0 } named && named != name)
            throw ApiError.BadRequest($"the name of the object ({named}) does not match the name on the URL ({name})");
    }
}
