using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>The copy of a manifest that <c>apply</c> leaves on the object, so that the next one knows what was taken out of the file.</summary>
internal static class LastApplied
{
    public const string Annotation = "kubectl.kubernetes.io/last-applied-configuration";

    /// <summary>Null where the object was never applied, or somebody wrote something else there.</summary>
    public static JsonObject? Of(JsonObject live)
    {
        try
        {
            return live.Annotation(Annotation) is { } text ? JsonNode.Parse(text) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The manifest with itself noted on it, byte for byte as kubectl does, so that the two can take turns.</summary>
    public static JsonObject Note(JsonObject manifest)
    {
        var made = (JsonObject)manifest.DeepClone();
        var metadata = (JsonObject)made["metadata"]!;
        if (metadata["annotations"] is not JsonObject annotations) metadata["annotations"] = annotations = [];
        annotations.Remove(Annotation);
        annotations[Annotation] = JsonText.Compact(made) + "\n";
        return made;
    }
}
