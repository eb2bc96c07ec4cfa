using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Types;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>The status of an object that has just been made: whatever a caller sends as status is not taken.</summary>
internal static class InitialStatus
{
    public static JsonObject? Of(ResourceType type, JsonObject made, DateTimeOffset now) => type.Kind switch
    {
        "Pod" => new JsonObject { ["phase"] = "Pending", ["qosClass"] = QosClass(made) },
        "Namespace" => new JsonObject { ["phase"] = "Active" },
        "PersistentVolumeClaim" => new JsonObject { ["phase"] = "Pending" },
        "PersistentVolume" => new JsonObject { ["phase"] = "Available" },
        "CustomResourceDefinition" => CustomDefinitionStatus.Established(now, made.Text("spec.names.plural") ?? "", made.Text("spec.names.kind") ?? ""),
        "Service" => new JsonObject { ["loadBalancer"] = new JsonObject() },
        "Deployment" or "Job" or "CronJob" => [],
        "ReplicaSet" or "StatefulSet" => new JsonObject { ["replicas"] = 0 },
        _ => null,
    };

    private static string QosClass(JsonObject pod)
    {
        var resources = pod.Objects("spec.containers").Select(c => c.At("resources")).ToList();
        if (resources.All(r => r.Map("requests").Count == 0 && r.Map("limits").Count == 0)) return "BestEffort";
        bool Guaranteed(JsonNode? r, string name) => r.Map("limits").TryGetValue(name, out var limit) && r.Map("requests").GetValueOrDefault(name, limit) == limit;
        return resources.All(r => Guaranteed(r, "cpu") && Guaranteed(r, "memory")) ? "Guaranteed" : "Burstable";
    }
}
