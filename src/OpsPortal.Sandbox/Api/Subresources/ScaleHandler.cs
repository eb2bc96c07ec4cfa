using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Patching;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Selecting;
using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Api.Writing;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Subresources;

/// <summary>autoscaling/v1 Scale over whatever has replicas.</summary>
internal static class ScaleHandler
{
    private static readonly ServedType Scale = new(new ResourceType("autoscaling", "v1", "scales", "scale", "Scale", true));

    public static Task GetAsync(ApiCall call) => Answer.WriteAsync(call.Http, 200, Of(GetHandler.Find(call)));

    public static async Task UpdateAsync(ApiCall call)
    {
        var body = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        await AnswerAsync(call, _ => body);
    }

    public static async Task PatchAsync(ApiCall call)
    {
        var patch = ObjectPatch.Reader(call.Http.Request.ContentType, await RequestBody.ReadAsync(call.Http.Request, call.Cancellation), Scale);
        await AnswerAsync(call, patch);
    }

    private static Task AnswerAsync(ApiCall call, Func<JsonObject, JsonObject> change)
    {
        var changed = Change.Apply(call, workload =>
        {
            var wanted = change(Of(workload));
            if (wanted.Number("spec.replicas") is < 0 and var replicas)
                throw FieldError.Refuse(Scale.Type, call.Name, [FieldError.Invalid("spec.replicas", $"{replicas}", "must be greater than or equal to 0")]);
            if (wanted.Text("metadata.resourceVersion") is { Length: > 0 } version) workload.Child("metadata")["resourceVersion"] = version;
            workload.Child("spec")["replicas"] = wanted.Number("spec.replicas") ?? 0;
            return workload;
        });
        return Answer.WriteAsync(call.Http, 200, Of(changed));
    }

    private static JsonObject Of(JsonObject workload)
    {
        var metadata = new JsonObject();
        foreach (var field in new[] { "name", "namespace", "uid", "resourceVersion", "creationTimestamp" })
            metadata[field] = workload.At("metadata." + field)?.DeepClone();
        return new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = workload.Number("spec.replicas") ?? 0 },
            ["status"] = new JsonObject { ["replicas"] = workload.Number("status.replicas") ?? 0, ["selector"] = ObjectSelector.Print(workload.At("spec.selector")) },
        };
    }
}
