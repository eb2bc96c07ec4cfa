using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Volumes of a pod and where their content comes from.</summary>
internal static class VolumeDescription
{
    public static void Write(DescriptionWriter writer, IEnumerable<JsonObject> volumes, string indent)
    {
        var all = volumes.ToList();
        writer.Line($"{indent}Volumes:{(all.Count == 0 ? "\t<none>" : "")}");
        foreach (var volume in all)
        {
            writer.Line(1, $"{(indent.Length > 0 ? " " : "")}{volume.TextAt("name")}:");
            Source(writer, volume);
        }
    }

    /// <summary>The source that a volume or a PersistentVolume's spec holds.</summary>
    public static void Source(DescriptionWriter writer, JsonNode? volume)
    {
        void Lines(params ReadOnlySpan<string> lines)
        {
            foreach (var line in lines) writer.Line(2, line);
        }
        string Optional(JsonNode? source) => $"Optional:\t{EnvironmentDescription.Truth(source.FlagAt("optional"))}";
        switch (volume)
        {
            case JsonObject v when v["hostPath"] is { } host:
                Lines("Type:\tHostPath (bare host directory volume)", $"Path:\t{host.TextAt("path")}", $"HostPathType:\t{host.TextAt("type") ?? "<none>"}");
                break;
            case JsonObject v when v["emptyDir"] is { } empty:
                Lines("Type:\tEmptyDir (a temporary directory that shares a pod's lifetime)", $"Medium:\t{empty.TextAt("medium")}", $"SizeLimit:\t{empty.TextAt("sizeLimit") ?? "<unset>"}");
                break;
            case JsonObject v when v["secret"] is { } secret:
                Lines("Type:\tSecret (a volume populated by a Secret)", $"SecretName:\t{secret.TextAt("secretName")}", Optional(secret));
                break;
            case JsonObject v when v["configMap"] is { } map:
                Lines("Type:\tConfigMap (a volume populated by a ConfigMap)", $"Name:\t{map.TextAt("name")}", Optional(map));
                break;
            case JsonObject v when v["persistentVolumeClaim"] is { } claim:
                Lines("Type:\tPersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)", $"ClaimName:\t{claim.TextAt("claimName")}", $"ReadOnly:\t{EnvironmentDescription.Truth(claim.FlagAt("readOnly"))}");
                break;
            case JsonObject v when v["nfs"] is { } nfs:
                Lines("Type:\tNFS (an NFS mount that lasts the lifetime of a pod)", $"Server:\t{nfs.TextAt("server")}", $"Path:\t{nfs.TextAt("path")}", $"ReadOnly:\t{EnvironmentDescription.Truth(nfs.FlagAt("readOnly"))}");
                break;
            case JsonObject v when v["csi"] is { } csi:
                Lines("Type:\tCSI (a Container Storage Interface (CSI) volume source)", $"Driver:\t{csi.TextAt("driver")}");
                writer.Optional(2, "VolumeHandle", csi.TextAt("volumeHandle"));
                writer.Optional(2, "FSType", csi.TextAt("fsType"));
                Lines($"ReadOnly:\t{EnvironmentDescription.Truth(csi.FlagAt("readOnly"))}");
                break;
            case JsonObject v when v["projected"] is { } projected:
                Lines("Type:\tProjected (a volume that contains injected data from multiple sources)");
                foreach (var source in projected.Objects("sources")) Projected(writer, source);
                break;
            default:
                Lines($"Type:\t{(volume as JsonObject)?.Select(p => p.Key).FirstOrDefault(key => key != "name") ?? "<unknown>"}");
                break;
        }
    }

    private static void Projected(DescriptionWriter writer, JsonObject source)
    {
        foreach (var (field, title) in new[] { ("secret", "SecretName"), ("configMap", "ConfigMapName") })
            if (source[field] is { } kept)
            {
                writer.Line(2, $"{title}:\t{kept.TextAt("name")}");
                // kubectl prints a pointer here where nothing is set.
                writer.Line(2, $"Optional:\t{kept.TextAt("optional") ?? (field == "configMap" ? "<nil>" : "false")}");
            }
        if (source["downwardAPI"] is not null) writer.Line(2, "DownwardAPI:\ttrue");
        if (source["serviceAccountToken"] is { } token) writer.Line(2, $"TokenExpirationSeconds:\t{token.NumberAt("expirationSeconds") ?? 3600}");
    }
}
