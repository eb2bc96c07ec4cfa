using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

internal static class PodDescription
{
    public static Task WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        var pod = described.Object;
        writer.Line($"Name:\t{pod.Name()}");
        writer.Line($"Namespace:\t{pod.Namespace()}");
        if (pod.NumberAt("spec", "priority") is { } priority) writer.Line($"Priority:\t{priority}");
        writer.Optional(0, "Priority Class Name", pod.TextAt("spec", "priorityClassName"));
        writer.Optional(0, "Runtime Class Name", pod.TextAt("spec", "runtimeClassName"));
        writer.Optional(0, "Service Account", pod.TextAt("spec", "serviceAccountName"));
        writer.Line($"Node:\t{(pod.TextAt("spec", "nodeName") is { Length: > 0 } node ? $"{node}/{pod.TextAt("status", "hostIP")}" : "<none>")}");
        if (pod.Time("status", "startTime") is { } start) writer.Line($"Start Time:\t{DescriptionWriter.Date(start)}");
        writer.Labels("Labels", pod.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", pod["metadata"]);
        Status(writer, pod);
        Addresses(writer, pod);
        if (pod.Controller() is { } owner) writer.Line($"Controlled By:\t{owner.TextAt("kind")}/{owner.TextAt("name")}");
        writer.Optional(0, "NominatedNodeName", pod.TextAt("status", "nominatedNodeName"));
        if (pod.Objects("spec", "initContainers").Any())
            ContainerDescription.Write(writer, "Init Containers", pod.Objects("spec", "initContainers"), pod.Objects("status", "initContainerStatuses"), pod, "");
        ContainerDescription.Write(writer, "Containers", pod.Objects("spec", "containers"), pod.Objects("status", "containerStatuses"), pod, "");
        if (pod.Objects("spec", "ephemeralContainers").Any())
            ContainerDescription.Write(writer, "Ephemeral Containers", pod.Objects("spec", "ephemeralContainers"), pod.Objects("status", "ephemeralContainerStatuses"), pod, "");
        var conditions = pod.Objects("status", "conditions").ToList();
        if (conditions.Count > 0)
        {
            writer.Line("Conditions:");
            writer.Line(1, "Type\tStatus");
        }
        foreach (var c in conditions) writer.Line(1, $"{c.TextAt("type")} \t{c.TextAt("status")} ");
        VolumeDescription.Write(writer, pod.Objects("spec", "volumes"), "");
        writer.Line($"QoS Class:\t{pod.TextAt("status", "qosClass")}");
        writer.Labels("Node-Selectors", pod.MapAt("spec", "nodeSelector"));
        writer.Several("Tolerations", PodTemplateDescription.Tolerations(pod["spec"]));
        return Task.CompletedTask;
    }

    private static void Status(DescriptionWriter writer, JsonObject pod)
    {
        if (pod.Time("metadata", "deletionTimestamp") is { } deleted && pod.TextAt("status", "phase") is not ("Failed" or "Succeeded"))
        {
            writer.Line($"Status:\tTerminating (lasts {writer.Age(deleted)})");
            writer.Line($"Termination Grace Period:\t{pod.NumberAt("metadata", "deletionGracePeriodSeconds") ?? 0}s");
        }
        else
        {
            writer.Line($"Status:\t{pod.TextAt("status", "phase")}");
        }
        writer.Optional(0, "Reason", pod.TextAt("status", "reason"));
        writer.Optional(0, "Message", pod.TextAt("status", "message"));
        writer.Optional(0, "SeccompProfile", pod.TextAt("spec", "securityContext", "seccompProfile", "type"));
    }

    private static void Addresses(DescriptionWriter writer, JsonObject pod)
    {
        writer.Line($"IP:\t{pod.TextAt("status", "podIP")}");
        var addresses = pod.Objects("status", "podIPs").ToList();
        writer.Line(addresses.Count == 0 ? "IPs:\t<none>" : "IPs:");
        foreach (var address in addresses) writer.Line(1, $"IP:\t{address.TextAt("ip")}");
    }
}
