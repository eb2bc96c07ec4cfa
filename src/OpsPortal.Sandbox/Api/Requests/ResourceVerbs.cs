using OpsPortal.Sandbox.Api.Access;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Exec;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Subresources;
using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Api.Writing;

namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>Who answers which verb on which subresource.</summary>
internal static class ResourceVerbs
{
    private static readonly Dictionary<(string Subresource, string Verb), Func<ApiCall, Task>> Handlers = new()
    {
        [("", "get")] = GetHandler.HandleAsync,
        [("", "list")] = ListHandler.HandleAsync,
        [("", "watch")] = WatchHandler.HandleAsync,
        [("", "create")] = CreateHandler.HandleAsync,
        [("", "update")] = UpdateHandler.HandleAsync,
        [("", "patch")] = PatchHandler.HandleAsync,
        [("", "delete")] = DeleteHandler.HandleAsync,
        [("", "deletecollection")] = DeleteHandler.HandleCollectionAsync,
        [("status", "get")] = GetHandler.HandleAsync,
        [("status", "update")] = UpdateHandler.HandleAsync,
        [("status", "patch")] = PatchHandler.HandleAsync,
        [("scale", "get")] = ScaleHandler.GetAsync,
        [("scale", "update")] = ScaleHandler.UpdateAsync,
        [("scale", "patch")] = ScaleHandler.PatchAsync,
        [("log", "get")] = LogHandler.HandleAsync,
        [("exec", "get")] = ExecHandler.HandleAsync,
        [("exec", "create")] = ExecHandler.HandleAsync,
        [("eviction", "create")] = EvictionHandler.HandleAsync,
        [("token", "create")] = TokenHandler.HandleAsync,
        [("portforward", "get")] = NoPortForward,
        [("portforward", "create")] = NoPortForward,
    };

    /// <exception cref="ApiError">404 for a subresource that the kind does not have, 405 for a verb that it does not know.</exception>
    public static Func<ApiCall, Task> Find(ServedType served, ResourcePath path, string verb)
    {
        if ((Reviews.Answers(served.Type.Kind) || Reviews.AnswersOfOthers(served.Type.Kind)) && verb == "create") return Reviews.HandleAsync;
        if (path.Subresource is { } subresource && !served.Type.Subresources.Contains(subresource)) throw ApiError.NoSuchPath();
        if (path.Subresource is null && !served.Verbs.Contains(verb)) throw ApiError.NotAllowed();
        // Objects are made in collections, and changed by name.
        if (path.Subresource is null && verb != "watch" && path.Name is null != (verb is "create" or "list" or "deletecollection")) throw ApiError.NotAllowed();
        return Handlers.TryGetValue((path.Subresource ?? "", verb), out var handler) ? handler : throw ApiError.NotAllowed();
    }

    private static Task NoPortForward(ApiCall call) =>
        throw ApiError.NotImplemented("port forwarding is not available in the sandbox: nothing listens inside its pods; use exec instead");
}
