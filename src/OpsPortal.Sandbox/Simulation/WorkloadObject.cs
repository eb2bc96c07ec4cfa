using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Defaulting;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>A workload's file entry as a Deployment or StatefulSet.</summary>
internal static class WorkloadObject
{
    public const string ChangeCause = "kubernetes.io/change-cause";

    public static JsonObject Template(WorkloadDefinition workload, string image)
    {
        var container = new JsonObject { ["name"] = workload.Container["name"]!.DeepClone(), ["image"] = image };
        foreach (var (key, value) in workload.Container)
            if (key != "name") container[key] = value?.DeepClone();
        foreach (var port in container.List("ports")) port["protocol"] ??= "TCP";
        var spec = (JsonObject)workload.PodSpec.DeepClone();
        spec["containers"] = new JsonArray(container);
        var template = new JsonObject { ["metadata"] = new JsonObject { ["labels"] = Fields.From(workload.Labels) }, ["spec"] = spec };
        // As a bare pod's own defaults, so that a client's round trip leaves the template as it is.
        Controllers.PodFactory.Complete(template);
        foreach (var key in (string[])["apiVersion", "kind", "status"]) template.Remove(key);
        foreach (var key in (string[])["tolerations", "enableServiceLinks", "preemptionPolicy", "priority", "serviceAccount"]) spec.Remove(key);
        if (workload.PodSpec["serviceAccountName"] is null) spec.Remove("serviceAccountName");
        // What the API fills in must be there already: otherwise the first write through it would roll every pod.
        PodDefaults.Spec(spec);
        return template;
    }

    public static JsonObject Make(WorkloadDefinition workload, JsonObject template, DateTimeOffset now)
    {
        var spec = new JsonObject
        {
            ["replicas"] = workload.Replicas,
            ["selector"] = new JsonObject { ["matchLabels"] = Fields.From(workload.Labels) },
            ["template"] = template.DeepClone(),
            ["revisionHistoryLimit"] = 10,
        };
        if (workload.Kind == WorkloadKind.Deployment)
        {
            spec["progressDeadlineSeconds"] = 600;
            spec["strategy"] = new JsonObject
            {
                ["type"] = "RollingUpdate",
                ["rollingUpdate"] = new JsonObject { ["maxSurge"] = "25%", ["maxUnavailable"] = "25%" },
            };
        }
        else
        {
            spec["serviceName"] = workload.Name;
            spec["podManagementPolicy"] = "OrderedReady";
            spec["updateStrategy"] = new JsonObject { ["type"] = "RollingUpdate", ["rollingUpdate"] = new JsonObject { ["partition"] = 0 } };
        }
        foreach (var (key, value) in workload.Spec) spec[key] = value?.DeepClone();
        var annotations = new JsonObject();
        if (workload.ChangeCause is { } cause) annotations[ChangeCause] = cause;
        return new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = workload.Name,
                ["namespace"] = workload.Namespace,
                ["labels"] = Fields.From(workload.Labels),
                ["annotations"] = annotations,
                ["creationTimestamp"] = Fields.Stamp(now - (workload.Revisions.Count > 0 ? workload.Revisions[0].Age : workload.Age)),
            },
            ["spec"] = spec,
        };
    }
}
