using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>What the pods on a node asked for, beside what it has.</summary>
internal static class NodeResources
{
    public static void Write(DescriptionWriter writer, JsonObject node, IReadOnlyList<JsonObject> pods)
    {
        var has = node.At("status", "allocatable") ?? node.At("status", "capacity");
        writer.Line($"Non-terminated Pods:\t({pods.Count} in total)");
        writer.Line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge");
        writer.Line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---");
        string Share(decimal amount, string resource) => $"{Amount(amount, resource)} ({Percent(amount, Quantity.Parse(has.TextAt(resource)) ?? 0)}%)";
        foreach (var pod in pods)
            writer.Line(1, $"{pod.Namespace()}\t{pod.Name()}\t\t{Share(Of(pod, "requests", "cpu"), "cpu")}\t{Share(Of(pod, "limits", "cpu"), "cpu")}\t{Share(Of(pod, "requests", "memory"), "memory")}\t{Share(Of(pod, "limits", "memory"), "memory")}\t{writer.Age(pod.Time("metadata", "creationTimestamp"))}");
        writer.Line("Allocated resources:");
        writer.Line(1, "(Total limits may be over 100 percent, i.e., overcommitted.)");
        writer.Line(1, "Resource\tRequests\tLimits");
        writer.Line(1, "--------\t--------\t------");
        foreach (var resource in (string[])["cpu", "memory", "ephemeral-storage", .. has.MapAt().Select(h => h.Key).Where(name => name.StartsWith("hugepages-", StringComparison.Ordinal))])
            writer.Line(1, $"{resource}\t{Share(pods.Sum(p => Of(p, "requests", resource)), resource)}\t{Share(pods.Sum(p => Of(p, "limits", resource)), resource)}");
    }

    /// <summary>Containers add up; an init container counts where it alone wants more.</summary>
    private static decimal Of(JsonObject pod, string list, string resource)
    {
        decimal Each(JsonObject container) => Quantity.Parse(container.TextAt("resources", list, resource)) ?? 0;
        return Math.Max(pod.Objects("spec", "containers").Sum(Each), pod.Objects("spec", "initContainers").Select(Each).DefaultIfEmpty().Max());
    }

    private static long Percent(decimal part, decimal whole) => whole == 0 ? 0 : (long)(part / whole * 100);

    /// <summary>In the largest unit without a fraction.</summary>
    private static string Amount(decimal amount, string resource)
    {
        if (amount == 0) return "0";
        if (resource == "cpu") return amount == decimal.Truncate(amount) ? $"{amount:0}" : $"{amount * 1000:0}m";
        foreach (var (suffix, factor) in new[] { ("Ti", 1m * (1L << 40)), ("Gi", 1L << 30), ("Mi", 1L << 20), ("Ki", 1L << 10) })
            if (amount % factor == 0) return $"{amount / factor:0}{suffix}";
        return $"{amount:0}";
    }
}
