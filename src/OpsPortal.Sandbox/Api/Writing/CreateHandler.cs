using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Validating;
using OpsPortal.Sandbox.Defaulting;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Writing;

internal static class CreateHandler
{
    /// <summary>The letters that generated names are made of: no vowels, so no words.</summary>
    private const string NameLetters = "bcdfghjklmnpqrstvwxz2456789";

    public static async Task HandleAsync(ApiCall call)
    {
        var body = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        await GetHandler.AnswerAsync(call, 201, Create(call, body));
    }

    /// <returns>The object as the API shows it.</returns>
    /// <exception cref="ApiError">400, 403, 404 (namespace), 409, 422.</exception>
    public static JsonObject Create(ApiCall call, JsonObject body)
    {
        Identity.Check(call, body);
        var made = call.Served.Store(body);
        var type = call.Served.Stored;
        made["apiVersion"] = type.ApiVersion;
        made["kind"] = type.Kind;
        var metadata = made.Child("metadata");
        foreach (var own in new[] { "uid", "resourceVersion", "creationTimestamp", "generation", "deletionTimestamp", "deletionGracePeriodSeconds", "selfLink", "managedFields" })
            metadata.Remove(own);
        if (type.Namespaced) metadata["namespace"] = call.Namespace;
        else metadata.Remove("namespace");
        if (metadata.Text("name") is null or "" && metadata.Text("generateName") is { Length: > 0 } prefix)
            metadata["name"] = prefix + RandomNumberGenerator.GetString(NameLetters, 5);
        if (metadata.Text("name") is null or "")
            throw FieldError.Refuse(type, "", [FieldError.Required("metadata.name", "name or generateName is required")]);

        Defaults.Apply(type, made);
        if (call.Served.HasStatus) made.Remove("status");
        if (InitialStatus.Of(type, made, call.Store.Time.GetUtcNow()) is { } status) made["status"] = status;
        if (type.Kind == "Job") JobIdentity.Assign(made, made.Name());
        Validation.Check(type, made, null);
        RequireNamespace(call, made);
        if (type.Kind == "Service" && type.Group.Length == 0) ServiceAddresses.Assign(made, call.Store);

        var stored = call.DryRun ? Rehearse(call, made) : call.Store.Create(type, made);
        return call.Served.Show(stored ?? throw ApiError.AlreadyExists(call.Type, made.Name()));
    }

    private static JsonObject? Rehearse(ApiCall call, JsonObject made)
    {
        call.Parts.RequireTrial(call.Namespace);
        if (call.Store.Get(call.Served.Stored, call.Namespace, made.Name()) is not null) return null;
        var metadata = made.Child("metadata");
        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ClusterStore.Timestamp(call.Store.Time.GetUtcNow());
        return made;
    }

    private static void RequireNamespace(ApiCall call, JsonObject made)
    {
        if (call.Namespace is not { } name) return;
        var @namespace = call.Store.Get(ResourceTypes.Namespaces, null, name) ?? throw ApiError.NotFound(ResourceTypes.Namespaces, name);
        if (@namespace.Text("status.phase") == "Terminating")
            throw ApiError.Forbidden(call.Type, made.Name(), $"unable to create new content in namespace {name} because it is being terminated");
    }
}
