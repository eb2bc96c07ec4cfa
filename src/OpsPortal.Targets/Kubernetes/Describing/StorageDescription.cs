using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Volumes that outlive pods, and claims to them.</summary>
internal static class StorageDescription
{
    public static Task WriteVolumeAsync(DescriptionWriter writer, DescribedObject described)
    {
        var volume = described.Object;
        writer.Line($"Name:\t{volume.Name()}");
        writer.Labels("Labels", volume.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", volume["metadata"]);
        writer.Line($"Finalizers:\t[{string.Join(' ', volume.TextsAt("metadata", "finalizers"))}]");
        writer.Line($"StorageClass:\t{volume.TextAt("spec", "storageClassName")}");
        writer.Line($"Status:\t{Phase(writer, volume)}");
        writer.Line($"Claim:\t{(volume.At("spec", "claimRef") is { } claim ? $"{claim.TextAt("namespace")}/{claim.TextAt("name")}" : "")}");
        writer.Line($"Reclaim Policy:\t{volume.TextAt("spec", "persistentVolumeReclaimPolicy")}");
        writer.Line($"Access Modes:\t{Modes(volume.TextsAt("spec", "accessModes"))}");
        writer.Optional(0, "VolumeMode", volume.TextAt("spec", "volumeMode"));
        writer.Line($"Capacity:\t{volume.TextAt("spec", "capacity", "storage")}");
        writer.Line("Node Affinity:\t<none>");
        writer.Line($"Message:\t{volume.TextAt("status", "message")}");
        writer.Line("Source:");
        VolumeDescription.Source(writer, Source(volume));
        return Task.CompletedTask;
    }

    public static async Task WriteClaimAsync(DescriptionWriter writer, DescribedObject described)
    {
        var claim = described.Object;
        writer.Line($"Name:\t{claim.Name()}");
        writer.Line($"Namespace:\t{claim.Namespace()}");
        writer.Line($"StorageClass:\t{claim.TextAt("spec", "storageClassName")}");
        writer.Line($"Status:\t{Phase(writer, claim)}");
        Body(writer, claim);
        var pods = await described.ListAsync(ApiResource.Pods, described.Namespace, ListOptions.All) ?? [];
        writer.Several("Used By", [.. pods.Where(p => p.Objects("spec", "volumes").Any(v => v.TextAt("persistentVolumeClaim", "claimName") == claim.Name())).Select(p => p.Name()).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The claims that a stateful set makes for each of its pods.</summary>
    public static void WriteTemplates(DescriptionWriter writer, IEnumerable<JsonObject> templates)
    {
        var all = templates.ToList();
        writer.Line($"Volume Claims:{(all.Count == 0 ? "\t<none>" : "")}");
        foreach (var template in all)
        {
            writer.Line(1, $"Name:\t{template.Name()}");
            writer.Line(1, $"StorageClass:\t{template.TextAt("spec", "storageClassName")}");
            writer.Labels("  Labels", template.MapAt("metadata", "labels"));
            writer.Annotations("  Annotations", template["metadata"]);
            writer.Line(1, $"Capacity:\t{template.TextAt("spec", "resources", "requests", "storage")}");
            writer.Line(1, $"Access Modes:\t[{string.Join(' ', template.TextsAt("spec", "accessModes"))}]");
        }
    }

    private static void Body(DescriptionWriter writer, JsonObject claim)
    {
        var bound = claim.TextAt("spec", "volumeName") is { Length: > 0 };
        writer.Line($"Volume:\t{claim.TextAt("spec", "volumeName")}");
        writer.Labels("Labels", claim.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", claim["metadata"]);
        writer.Line($"Finalizers:\t[{string.Join(' ', claim.TextsAt("metadata", "finalizers"))}]");
        writer.Line($"Capacity:\t{(bound ? claim.TextAt("status", "capacity", "storage") : "")}");
        writer.Line($"Access Modes:\t{(bound ? Modes(claim.TextsAt("status", "accessModes")) : "")}");
        writer.Optional(0, "VolumeMode", claim.TextAt("spec", "volumeMode"));
    }

    private static string Phase(DescriptionWriter writer, JsonObject item) =>
        item.Time("metadata", "deletionTimestamp") is { } deleted ? $"Terminating (lasts {writer.Age(deleted)})" : item.TextAt("status", "phase") ?? "";

    private static string Modes(IEnumerable<string> modes) =>
        string.Join(',', modes.Select(m => m switch { "ReadWriteOnce" => "RWO", "ReadOnlyMany" => "ROX", "ReadWriteMany" => "RWX", "ReadWriteOncePod" => "RWOP", _ => m }));

    /// <summary>Of a volume's spec only what tells where it is.</summary>
    private static JsonObject? Source(JsonObject volume) =>
        new[] { "hostPath", "nfs", "csi", "local" }.Select(key => volume.At("spec", key) is { } source ? new JsonObject { [key] = source.DeepClone() } : null).FirstOrDefault(found => found is not null);
}
