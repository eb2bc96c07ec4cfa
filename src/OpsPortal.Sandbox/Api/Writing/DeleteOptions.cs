using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;

namespace OpsPortal.Sandbox.Api.Writing;

/// <param name="Propagation">Background, Foreground or Orphan.</param>
internal sealed record DeleteOptions(long? GraceSeconds, string Propagation, string? Uid, string? ResourceVersion, bool DryRun)
{
    /// <summary>From the body and, where that says nothing, from the query.</summary>
    public static async Task<DeleteOptions> ReadAsync(ApiCall call)
    {
        var body = await RequestBody.ReadAsync(call.Http.Request, call.Cancellation) as JsonObject;
        var policy = body.Text("propagationPolicy") ?? call.Query("propagationPolicy") ?? (body.Flag("orphanDependents") ? "Orphan" : "Background");
        if (policy is not ("Background" or "Foreground" or "Orphan"))
            throw ApiError.BadRequest($"Invalid value: \"{policy}\": propagationPolicy: must be one of Background, Foreground or Orphan");
        return new(body.Number("gracePeriodSeconds") ?? call.Number("gracePeriodSeconds"), policy,
            body.Text("preconditions.uid"), body.Text("preconditions.resourceVersion"), call.DryRun || body.Texts("dryRun").Contains("All"));
    }
}
