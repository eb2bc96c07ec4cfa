using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>The nodes of the sandbox: 4 cores and 16 GiB each.</summary>
internal static class NodeObject
{
    public static string Address(string name) => $"192.168.56.1{name[^1]}";

    public static JsonObject Make(string name, int index, DateTimeOffset began, DateTimeOffset now)
    {
        var labels = new JsonObject
        {
            ["kubernetes.io/arch"] = "amd64",
            ["kubernetes.io/hostname"] = name,
            ["kubernetes.io/os"] = "linux",
            ["topology.kubernetes.io/zone"] = $"zone-{(char)('a' + index)}",
        };
        if (index == 0) labels["node-role.kubernetes.io/control-plane"] = "";
        JsonObject Capacity() => new() { ["cpu"] = "4", ["memory"] = "16374180Ki", ["pods"] = "110", ["ephemeral-storage"] = "98831908Ki" };
        return new()
        {
            ["metadata"] = new JsonObject { ["name"] = name, ["labels"] = labels, ["creationTimestamp"] = Fields.Stamp(began) },
            ["spec"] = new JsonObject { ["podCIDR"] = $"10.244.{index + 1}.0/24" },
            ["status"] = new JsonObject
            {
                ["capacity"] = Capacity(),
                ["allocatable"] = Capacity(),
                ["addresses"] = new JsonArray(Entry("InternalIP", Address(name)), Entry("Hostname", name)),
                ["nodeInfo"] = new JsonObject
                {
                    ["kubeletVersion"] = "v1.32.4",
                    ["osImage"] = "Debian GNU/Linux 12 (bookworm)",
                    ["kernelVersion"] = "6.1.0-30-amd64",
                    ["containerRuntimeVersion"] = "containerd://1.7.24",
                    ["architecture"] = "amd64",
                    ["operatingSystem"] = "linux",
                },
                ["conditions"] = new JsonArray(
                    Condition("MemoryPressure", false, "KubeletHasSufficientMemory", "kubelet has sufficient memory available", began, now),
                    Condition("DiskPressure", false, "KubeletHasNoDiskPressure", "kubelet has no disk pressure", began, now),
                    Condition("PIDPressure", false, "KubeletHasSufficientPID", "kubelet has sufficient PID available", began, now),
                    Condition("Ready", true, "KubeletReady", "kubelet is posting ready status", began, now)),
            },
        };
    }

    private static JsonObject Entry(string type, string address) => new() { ["type"] = type, ["address"] = address };

    private static JsonObject Condition(string type, bool holds, string reason, string message, DateTimeOffset since, DateTimeOffset now) => new()
    {
        ["type"] = type,
        ["status"] = holds ? "True" : "False",
        ["reason"] = reason,
        ["message"] = message,
        ["lastTransitionTime"] = Fields.Stamp(since),
        ["lastHeartbeatTime"] = Fields.Stamp(now),
    };
}
