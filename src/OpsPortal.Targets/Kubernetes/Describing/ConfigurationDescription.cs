using System.Text.Json.Nodes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Config maps with their values, secrets with the sizes of theirs, and namespaces.</summary>
internal static class ConfigurationDescription
{
    public static Task WriteConfigMapAsync(DescriptionWriter writer, DescribedObject described)
    {
        var map = described.Object;
        writer.Heading(map);
        Lines(writer, "", "Data", "====");
        foreach (var (key, value) in map.MapAt("data")) Lines(writer, [$"{key}:", "----", .. value.Split('\n'), ""]);
        Lines(writer, "", "BinaryData", "====");
        foreach (var (key, value) in map.MapAt("binaryData")) writer.Line($"{key}: {SecretMask.Size(value)} bytes");
        writer.Line("");
        return Task.CompletedTask;
    }

    public static Task WriteSecretAsync(DescriptionWriter writer, DescribedObject described)
    {
        var secret = described.Object;
        writer.Heading(secret);
        Lines(writer, "", $"Type:\t{secret.TextAt("type")}", "", "Data", "====");
        foreach (var (key, value) in secret.MapAt("data")) writer.Line($"{key}:\t{SecretMask.Size(value)} bytes");
        return Task.CompletedTask;
    }

    public static async Task WriteNamespaceAsync(DescriptionWriter writer, DescribedObject described)
    {
        var place = described.Object;
        writer.Line($"Name:\t{place.Name()}");
        writer.Labels("Labels", place.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", place["metadata"]);
        writer.Line($"Status:\t{place.TextAt("status", "phase")}");
        var quotas = await described.ListAsync(new("resourcequotas", "resourcequota", "ResourceQuota", "", "v1", true), place.Name(), ListOptions.All);
        if (quotas is not null)
        {
            writer.Line("");
            Quotas(writer, quotas);
        }
        var ranges = await described.ListAsync(new("limitranges", "limitrange", "LimitRange", "", "v1", true), place.Name(), ListOptions.All);
        if (ranges is null) return;
        writer.Line("");
        Ranges(writer, ranges);
    }

    private static void Quotas(DescriptionWriter writer, IReadOnlyList<JsonObject> quotas)
    {
        writer.Line(quotas.Count == 0 ? "No resource quota." : "Resource Quotas");
        foreach (var quota in quotas.OrderBy(q => q.Name(), StringComparer.Ordinal))
        {
            writer.Line(1, $"Name:\t{quota.Name()}");
            writer.Line(1, "Resource\tUsed\tHard");
            writer.Line(1, "--------\t---\t---");
            foreach (var (name, hard) in quota.MapAt("status", "hard")) writer.Line(1, $"{name}\t{quota.TextAt("status", "used", name) ?? "0"}\t{hard}");
        }
    }

    private static void Ranges(DescriptionWriter writer, IReadOnlyList<JsonObject> ranges)
    {
        if (ranges.Count == 0)
        {
            writer.Line("No LimitRange resource.");
            return;
        }
        writer.Line("Resource Limits");
        writer.Line(" Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio");
        writer.Line(" ----\t--------\t---\t---\t---------------\t-------------\t-----------------------");
        foreach (var limit in ranges.SelectMany(r => r.Objects("spec", "limits")))
        {
            string[] columns = ["min", "max", "defaultRequest", "default", "maxLimitRequestRatio"];
            foreach (var name in columns.SelectMany(c => limit.MapAt(c)).Select(p => p.Key).Distinct().Order(StringComparer.Ordinal))
                writer.Line($" {limit.TextAt("type")}\t{name}\t{string.Join('\t', columns.Select(c => limit.TextAt(c, name) ?? "-"))}");
        }
    }

    private static void Lines(DescriptionWriter writer, params ReadOnlySpan<string> lines)
    {
        foreach (var line in lines) writer.Line(line);
    }
}
