using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

internal static class PodTemplateDescription
{
    /// <param name="changeCause">Shown among the annotations of a revision.</param>
    public static void Write(DescriptionWriter writer, JsonNode? template, string? changeCause = null)
    {
        writer.Line("Pod Template:");
        writer.Labels("  Labels", template.MapAt("metadata", "labels"));
        var metadata = (JsonObject?)template.At("metadata")?.DeepClone() ?? [];
        if (changeCause is not null)
        {
            metadata["annotations"] ??= new JsonObject();
            metadata["annotations"]!["kubernetes.io/change-cause"] = changeCause;
        }
        if (metadata.MapAt("annotations").Count > 0) writer.Annotations("  Annotations", metadata);
        var spec = template.At("spec");
        writer.Optional(1, "Service Account", spec.TextAt("serviceAccountName"));
        if (spec.Objects("initContainers").Any()) ContainerDescription.Write(writer, "Init Containers", spec.Objects("initContainers"), [], null, "  ");
        ContainerDescription.Write(writer, "Containers", spec.Objects("containers"), [], null, "  ");
        VolumeDescription.Write(writer, spec.Objects("volumes"), "  ");
        writer.Optional(1, "Priority Class Name", spec.TextAt("priorityClassName"));
        writer.Labels("  Node-Selectors", spec.MapAt("nodeSelector"));
        writer.Several("  Tolerations", Tolerations(spec));
    }

    public static IReadOnlyList<string> Tolerations(JsonNode? spec) =>
        [.. spec.Objects("tolerations").OrderBy(t => t.TextAt("key") ?? "", StringComparer.Ordinal).Select(Toleration)];

    private static string Toleration(JsonObject toleration)
    {
        var text = toleration.TextAt("key") ?? "";
        if (toleration.TextAt("value") is { Length: > 0 } value) text += $"={value}";
        if (toleration.TextAt("effect") is { Length: > 0 } effect) text += $":{effect}";
        if (toleration.TextAt("operator") == "Exists" && toleration.TextAt("value") is null or "") text += text.Length > 0 ? " op=Exists" : "op=Exists";
        return toleration.NumberAt("tolerationSeconds") is { } seconds ? $"{text} for {seconds}s" : text;
    }
}
