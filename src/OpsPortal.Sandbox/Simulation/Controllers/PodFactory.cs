using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation.Controllers;

/// <summary>Pods made from a template, with the defaults that the API server would give them.</summary>
internal static class PodFactory
{
    public static JsonObject From(JsonObject template, JsonObject owner, string name)
    {
        var pod = (JsonObject)template.DeepClone();
        var metadata = pod.Into("metadata");
        metadata["name"] = name;
        metadata["namespace"] = owner.Namespace;
        metadata["ownerReferences"] = new JsonArray(Fields.OwnerReference(owner));
        if (owner.Text("kind") is "ReplicaSet" or "Job") metadata["generateName"] = $"{owner.Name}-";
        return Complete(pod);
    }

    public static JsonObject Complete(JsonObject pod)
    {
        pod["apiVersion"] = "v1";
        pod["kind"] = "Pod";
        var spec = pod.Into("spec");
        spec["restartPolicy"] ??= "Always";
        spec["terminationGracePeriodSeconds"] ??= 30;
        spec["dnsPolicy"] ??= "ClusterFirst";
        spec["serviceAccountName"] ??= "default";
        spec["serviceAccount"] ??= spec.Text("serviceAccountName");
        spec["securityContext"] ??= new JsonObject();
        spec["schedulerName"] ??= "default-scheduler";
        spec["enableServiceLinks"] ??= true;
        spec["preemptionPolicy"] ??= "PreemptLowerPriority";
        spec["priority"] ??= 0;
        spec["tolerations"] ??= new JsonArray(Toleration("not-ready"), Toleration("unreachable"));
        foreach (var container in pod.List("spec", "containers"))
        {
            container["imagePullPolicy"] ??= "IfNotPresent";
            container["resources"] ??= new JsonObject();
            container["terminationMessagePath"] ??= "/dev/termination-log";
            container["terminationMessagePolicy"] ??= "File";
        }
        var status = pod.Into("status");
        status["phase"] ??= "Pending";
        status["qosClass"] ??= Pods.PodStatus.QualityOfService(pod);
        return pod;
    }

    private static JsonObject Toleration(string what) => new()
    {
        ["key"] = $"node.kubernetes.io/{what}",
        ["operator"] = "Exists",
        ["effect"] = "NoExecute",
        ["tolerationSeconds"] = 300,
    };
}
