using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>A node, what runs on it, and how much of it is promised.</summary>
internal static class NodeDescription
{
    private static readonly ApiResource Leases = new("leases", "lease", "Lease", "coordination.k8s.io", "v1", true);

    private static readonly (string Title, string Field)[] SystemInfo =
    [
        ("Machine ID", "machineID"), ("System UUID", "systemUUID"), ("Boot ID", "bootID"), ("Kernel Version", "kernelVersion"), ("OS Image", "osImage"),
        ("Operating System", "operatingSystem"), ("Architecture", "architecture"), ("Container Runtime Version", "containerRuntimeVersion"),
        ("Kubelet Version", "kubeletVersion"), ("Kube-Proxy Version", "kubeProxyVersion"),
    ];

    public static async Task WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        var node = described.Object;
        writer.Line($"Name:\t{node.Name()}");
        writer.Line($"Roles:\t{DescriptionWriter.OrNone(Roles(node))}");
        writer.Labels("Labels", node.MapAt("metadata", "labels"));
        writer.Annotations("Annotations", node["metadata"]);
        writer.Line($"CreationTimestamp:\t{DescriptionWriter.Date(node.Time("metadata", "creationTimestamp"))}");
        writer.Several("Taints", [.. node.Objects("spec", "taints").OrderBy(t => $"{t.TextAt("effect")},{t.TextAt("key")}", StringComparer.Ordinal).Select(Taint)]);
        writer.Line($"Unschedulable:\t{EnvironmentDescription.Truth(node.FlagAt("spec", "unschedulable"))}");
        await LeaseAsync(writer, described);
        Conditions(writer, node);
        writer.Line("Addresses:");
        foreach (var address in node.Objects("status", "addresses")) writer.Line(1, $"{address.TextAt("type")}:\t{address.TextAt("address")}");
        foreach (var title in new[] { "Capacity", "Allocatable" })
        {
            var amounts = node.MapAt("status", title.ToLowerInvariant());
            if (amounts.Count > 0) writer.Line($"{title}:");
            foreach (var (name, amount) in amounts) writer.Line(1, $"{name}:\t{amount}");
        }
        writer.Line("System Info:");
        foreach (var (title, field) in SystemInfo) writer.Line(1, $"{title}:\t{node.TextAt("status", "nodeInfo", field)}");
        writer.Optional(0, "PodCIDR", node.TextAt("spec", "podCIDR"));
        writer.Optional(0, "PodCIDRs", string.Join(',', node.TextsAt("spec", "podCIDRs")));
        writer.Optional(0, "ProviderID", node.TextAt("spec", "providerID"));
        var pods = await described.ListAsync(ApiResource.Pods, null, new() { FieldSelector = $"spec.nodeName={node.Name()},status.phase!=Succeeded,status.phase!=Failed" });
        if (pods is null) writer.Line("Pods:\tnot authorized");
        else NodeResources.Write(writer, node, pods);
    }

    private static string Roles(JsonObject node)
    {
        const string prefix = "node-role.kubernetes.io/";
        return string.Join(',', node.MapAt("metadata", "labels").Select(l => l.Key.StartsWith(prefix, StringComparison.Ordinal) ? l.Key[prefix.Length..] : l.Key == "kubernetes.io/role" ? l.Value : "").Where(role => role.Length > 0).Order(StringComparer.Ordinal));
    }

    private static string Taint(JsonObject taint) =>
        $"{taint.TextAt("key")}{(taint.TextAt("value") is { Length: > 0 } value ? $"={value}" : "")}{(taint.TextAt("effect") is { Length: > 0 } effect ? $":{effect}" : "")}";

    private static async Task LeaseAsync(DescriptionWriter writer, DescribedObject described)
    {
        var lease = await described.GetAsync(Leases, "kube-node-lease", described.Object.Name());
        if (lease is null)
        {
            writer.Line($"Lease:\tFailed to get lease: leases.coordination.k8s.io \"{described.Object.Name()}\" not found");
            return;
        }
        string Date(string field) => lease.Time("spec", field) is { } at ? DescriptionWriter.Date(at) : "<unset>";
        writer.Line("Lease:");
        writer.Line(1, $"HolderIdentity:\t{lease.TextAt("spec", "holderIdentity") ?? "<unset>"}");
        writer.Line(1, $"AcquireTime:\t{Date("acquireTime")}");
        writer.Line(1, $"RenewTime:\t{Date("renewTime")}");
    }

    private static void Conditions(DescriptionWriter writer, JsonObject node)
    {
        writer.Line("Conditions:");
        writer.Line(1, "Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage");
        writer.Line(1, "----\t------\t-----------------\t------------------\t------\t-------");
        foreach (var c in node.Objects("status", "conditions"))
            writer.Line(1, $"{c.TextAt("type")} \t{c.TextAt("status")} \t{DescriptionWriter.Date(c.Time("lastHeartbeatTime"))} \t{DescriptionWriter.Date(c.Time("lastTransitionTime"))} \t{c.TextAt("reason")} \t{c.TextAt("message")}");
    }
}
