using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Types;

/// <summary>autoscaling/v1 knows nothing but the CPU's utilization; the other metrics of a v2 object are not shown, and lost when it is written back.</summary>
internal static class AutoscalerV1
{
    public static View View { get; } = new(Show, Store);

    private static JsonObject Show(JsonObject stored)
    {
        var shown = stored.Copy();
        shown["apiVersion"] = "autoscaling/v1";
        var spec = shown.Child("spec");
        if (Utilization(stored, "spec.metrics", "target") is { } target) spec["targetCPUUtilizationPercentage"] = target;
        spec.Remove("metrics");
        spec.Remove("behavior");
        if (shown["status"] is JsonObject status)
        {
            if (Utilization(stored, "status.currentMetrics", "current") is { } current) status["currentCPUUtilizationPercentage"] = current;
            status.Remove("currentMetrics");
            status.Remove("conditions");
        }
        return shown;
    }

    private static JsonObject Store(JsonObject shown)
    {
        var stored = shown.Copy();
        stored["apiVersion"] = "autoscaling/v2";
        var spec = stored.Child("spec");
        if (shown.Number("spec.targetCPUUtilizationPercentage") is { } percent)
            spec["metrics"] = new JsonArray(new JsonObject
            {
                ["type"] = "Resource",
                ["resource"] = new JsonObject { ["name"] = "cpu", ["target"] = new JsonObject { ["type"] = "Utilization", ["averageUtilization"] = percent } },
            });
        spec.Remove("targetCPUUtilizationPercentage");
        return stored;
    }

    private static long? Utilization(JsonObject autoscaler, string metrics, string side) =>
        autoscaler.Objects(metrics).FirstOrDefault(m => m.Text("resource.name") == "cpu").Number($"resource.{side}.averageUtilization");
}
