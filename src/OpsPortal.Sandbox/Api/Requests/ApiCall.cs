using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Access;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Requests;

/// <summary>The parts of the API server that handlers share.</summary>
internal sealed record ApiParts(ClusterStore Store, IPodRuntime Runtime, ServedTypes Types, SandboxApiOptions Options, Authorizer Authorizer)
{
    /// <summary>Asked right before something is tried only.</summary>
    /// <exception cref="ApiError">400 where a webhook cannot be asked for that.</exception>
    public void RequireTrial(string? @namespace)
    {
        if (Options.WebhookWithoutDryRun(@namespace) is { } webhook) throw ApiError.BadRequest($"admission webhook \"{webhook}\" does not support dry run");
    }
}

/// <summary>One authorised request for a resource.</summary>
/// <param name="Verb">As RBAC names it: get, list, watch, create, update, patch, delete, deletecollection.</param>
internal sealed record ApiCall(HttpContext Http, ApiParts Parts, Caller Caller, ServedType Served, ResourcePath Path, string Verb)
{
    public ClusterStore Store => Parts.Store;
    public ResourceType Type => Served.Type;
    public string? Namespace => Type.Namespaced ? Path.Namespace : null;
    public string Name => Path.Name ?? "";
    public CancellationToken Cancellation => Http.RequestAborted;

    public string? Query(string name) => Http.Request.Query[name] is { Count: > 0 } values && values[0] is { Length: > 0 } value ? value : null;

    public bool Flag(string name) => Query(name) is "true" or "1";

    /// <exception cref="ApiError">400 where it is no number.</exception>
    public long? Number(string name) => Query(name) switch
    {
        null => null,
        var text when long.TryParse(text, out var number) => number,
        var text => throw ApiError.BadRequest($"strconv.ParseInt: parsing \"{text}\": invalid syntax"),
    };

    public bool DryRun => Query("dryRun") switch
    {
        null => false,
        "All" => true,
        var other => throw ApiError.BadRequest($"Invalid value: \"{other}\": dryRun: Unsupported value: supported values: \"All\""),
    };
}
