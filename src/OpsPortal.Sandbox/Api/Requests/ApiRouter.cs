using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Access;
using OpsPortal.Sandbox.Api.Discovery;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>Authenticates, authorises and hands each request to whoever answers it.</summary>
internal sealed class ApiRouter(ApiParts parts, Authenticator authenticator)
{
    public async Task HandleAsync(HttpContext http)
    {
        try
        {
            if (parts.Options.IsDown())
            {
                http.Abort();
                return;
            }
            if (parts.Options.Latency() is { Ticks: > 0 } latency) await Task.Delay(latency, parts.Store.Time, http.RequestAborted);
            await RouteAsync(http);
        }
        catch (ApiError error) when (!http.Response.HasStarted)
        {
            await Answer.WriteAsync(http, error.Code, error.ToStatus());
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody is left to be told.
        }
        catch (Exception error) when (!http.Response.HasStarted && error is (InvalidOperationException or InvalidCastException or FormatException or ArgumentException))
        {
            // An object of a shape that nobody thought of must not look like a broken connection.
            await Answer.WriteAsync(http, 500, new ApiError(500, "InternalError", $"Internal error occurred: {error.Message}").ToStatus());
        }
    }

    private async Task RouteAsync(HttpContext http)
    {
        var path = http.Request.Path.Value?.TrimEnd('/') ?? "";
        // Whether the server is alive may be asked by anybody.
        if (path is "/healthz" or "/readyz" or "/livez")
        {
            await http.Response.WriteAsync("ok", http.RequestAborted);
            return;
        }
        var caller = authenticator.Authenticate(http.Request);
        if (path == "/version") await Answer.WriteAsync(http, 200, ServerVersion.Document());
        else if (path.StartsWith("/openapi", StringComparison.Ordinal)) await OpenApiHandler.HandleAsync(http, path, parts.Types);
        else if (!await DiscoveryHandler.TryHandleAsync(http, path, parts.Types)) await HandleResourceAsync(http, path, caller);
    }

    private async Task HandleResourceAsync(HttpContext http, string path, Caller caller)
    {
        if (ResourcePath.Parse(path) is not { } target || parts.Types.Find(target.Group, target.Version, target.Resource) is not { } served)
            throw ApiError.NoSuchPath();
        if (served.Type.Name == "namespaces" && target.Group.Length == 0) target = target with { Namespace = target.Name };
        var verb = Verb(http.Request, target);
        var question = new AccessQuestion(verb, target.Group, target.Subresource is null ? target.Resource : $"{target.Resource}/{target.Subresource}", target.Namespace, target.Name);
        if (!Reviews.Answers(served.Type.Kind) && !parts.Authorizer.Allows(caller, question))
            throw ApiError.Forbidden(served.Type, target.Name, question.Refusal(caller));
        await ResourceVerbs.Find(served, target, verb)(new ApiCall(http, parts, caller, served, target, verb));
    }

    /// <exception cref="ApiError">405.</exception>
    private static string Verb(HttpRequest request, ResourcePath target) => request.Method switch
    {
        "GET" or "HEAD" when request.Query["watch"].ToString() is "true" or "1" => "watch",
        "GET" or "HEAD" => target.Name is null ? "list" : "get",
        "POST" => "create",
        "PUT" => "update",
        "PATCH" => "patch",
        "DELETE" => target.Name is null ? "deletecollection" : "delete",
        _ => throw ApiError.NotAllowed(),
    };
}
