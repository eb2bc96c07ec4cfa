using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Verbs;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>Objects without what the server and its controllers write into them by themselves.</summary>
internal static class ObjectText
{
    private static readonly string[] Bookkeeping =
        ["managedFields", "resourceVersion", "uid", "generation", "creationTimestamp", "selfLink", "deletionTimestamp", "deletionGracePeriodSeconds"];

    /// <summary>Counted by the deployment's controller.</summary>
    private const string RevisionNumber = "deployment.kubernetes.io/revision";

    /// <summary>What a person or a program has set, so that it can be set again.</summary>
    public static JsonObject Cleaned(JsonObject item, bool withStatus = false)
    {
        var copy = (JsonObject)item.DeepClone();
        if (!withStatus) copy.Remove("status");
        if (copy["metadata"] is not JsonObject metadata) return copy;
        foreach (var field in Bookkeeping) metadata.Remove(field);
        Without(metadata, RevisionNumber);
        (copy.At("spec", "template", "metadata") as JsonObject)?.Remove("creationTimestamp");
        return copy;
    }

    /// <summary>For the eye: YAML in which a changed value of a Secret can be seen to differ, and not be read.</summary>
    public static string Of(ApiResource resource, JsonObject item, bool withStatus = false)
    {
        var shown = Cleaned(item, withStatus);
        if (shown["metadata"] is JsonObject metadata) Without(metadata, LastApplied.Annotation);
        if (SecretMask.Concerns(resource))
            foreach (var field in new[] { "data", "stringData" })
                if (shown[field] is JsonObject values)
                    foreach (var key in values.Select(p => p.Key).ToList()) values[key] = Masked(values[key].TextAt() ?? "", field == "data");
        return YamlText.Of(shown);
    }

    public static ObjectChange Change(ObjectStep step) => new(step.Subject,
        step.Before is null ? null : Of(step.Path.Resource, step.Before, step.OfStatus), step.After is null ? null : Of(step.Path.Resource, step.After, step.OfStatus));

    /// <summary>What the plan found of an object. Status is left out: it moves by itself, and a pod that is to go is told by its uid.</summary>
    public static Precondition Found(ObjectStep step)
    {
        if (step.Before is null) return new(step.Subject, step.Unread ?? "not there", step.Unread is null ? "absent" : "unread");
        var text = Of(step.Path.Resource, step.Before);
        return new(step.Subject, Fact(step.Before), Digest(step.After is null ? $"{step.Before.Uid()}\n{text}" : text));
    }

    /// <summary>"image v1.1.0, 3 replicas": by what a person knows the state of an object.</summary>
    public static string Fact(JsonObject item)
    {
        List<string> facts = [];
        var spec = item.At("spec", "template", "spec") ?? item.At("spec", "jobTemplate", "spec", "template", "spec") ?? item["spec"];
        var images = spec.Objects("containers").Select(c => ShortImage(c.TextAt("image") ?? "")).ToList();
        if (images.Count > 0) facts.Add($"image{(images.Count > 1 ? "s" : "")} {string.Join(", ", images)}");
        if (item.NumberAt("spec", "replicas") is { } replicas) facts.Add($"{replicas} replica{(replicas == 1 ? "" : "s")}");
        if (item.FlagAt("spec", "paused")) facts.Add("paused");
        if (item.TextAt("kind") == "Service" && item.At("spec", "selector") is JsonObject) facts.Add($"sends to {string.Join(",", item.MapAt("spec", "selector").Select(l => $"{l.Key}={l.Value}"))}");
        if (item.TextAt("kind") == "Node") facts.Add(item.FlagAt("spec", "unschedulable") ? "cordoned" : "takes new pods");
        if (item["data"] is JsonObject data) facts.Add($"{data.Count} {(data.Count == 1 ? "key" : "keys")}");
        return facts.Count == 0 ? "there" : string.Join(", ", facts);
    }

    /// <summary>The tag says what is new; the whole name where there is none.</summary>
    public static string ShortImage(string image)
    {
        var last = image[(image.LastIndexOf('/') + 1)..];
        return last.Contains(':') && !last.Contains('@') ? last[(last.IndexOf(':') + 1)..] : image;
    }

    public static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Masked(string value, bool base64)
    {
        var buffer = new byte[value.Length];
        var bytes = base64 && Convert.TryFromBase64String(value, buffer, out var count) ? buffer[..count] : Encoding.UTF8.GetBytes(value);
        return $"••• (sha {Convert.ToHexStringLower(SHA256.HashData(bytes))[..4]}, {bytes.Length} bytes)";
    }

    private static void Without(JsonObject metadata, string annotation)
    {
        if (metadata["annotations"] is not JsonObject annotations) return;
        annotations.Remove(annotation);
        if (annotations.Count == 0) metadata.Remove("annotations");
    }
}
