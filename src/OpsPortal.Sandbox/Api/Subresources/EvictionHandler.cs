using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Reading;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Writing;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Subresources;

/// <summary>Deletes a pod where no disruption budget forbids it.</summary>
internal static class EvictionHandler
{
    public static async Task HandleAsync(ApiCall call)
    {
        var body = await RequestBody.ReadObjectAsync(call.Http.Request, call.Cancellation);
        var pod = GetHandler.Find(call);
        foreach (var budget in call.Store.View(ResourceTypes.PodDisruptionBudgets, call.Namespace).Items)
            if (DisruptionBudget.Concerns(budget, pod)) Require(call, budget);
        var asked = body["deleteOptions"];
        var options = new DeleteOptions(asked.Number("gracePeriodSeconds"), "Background", asked.Text("preconditions.uid"), null,
            call.DryRun || asked.Texts("dryRun").Contains("All"));
        new Deletion(call.Parts, options).Delete(ResourceTypes.Pods, call.Namespace, call.Name);
        await Answer.WriteAsync(call.Http, 201, new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["metadata"] = new JsonObject(), ["status"] = "Success", ["code"] = 201 });
    }

    /// <exception cref="ApiError">429.</exception>
    private static void Require(ApiCall call, JsonObject budget)
    {
        var pods = call.Store.View(ResourceTypes.Pods, call.Namespace).Items.Where(p => DisruptionBudget.Concerns(budget, p)).ToList();
        var healthy = pods.Count(DisruptionBudget.Healthy);
        var wanted = DisruptionBudget.Wanted(budget, pods.Count);
        if (healthy > wanted) return;
        throw ApiError.TooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", new JsonArray(new JsonObject
        {
            ["reason"] = "DisruptionBudget",
            ["message"] = $"The disruption budget {budget.Name()} needs {wanted} healthy pods and has {healthy} currently",
        }));
    }
}
