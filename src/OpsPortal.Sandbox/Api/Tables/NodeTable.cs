using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class NodeTable
{
    private const string RoleLabel = "node-role.kubernetes.io/";

    public static IReadOnlyList<Column> Columns { get; } =
    [
        Column.Named,
        Column.Text("Status", Status),
        Column.Text("Roles", o => string.Join(",", o.Map("metadata.labels").Keys.Where(k => k.StartsWith(RoleLabel, StringComparison.Ordinal))
            .Select(k => k[RoleLabel.Length..]).Order(StringComparer.Ordinal))),
        Column.Age,
        Column.Text("Version", o => o.Text("status.nodeInfo.kubeletVersion")),
        Column.Wide("Internal-IP", o => Address(o, "InternalIP")),
        Column.Wide("External-IP", o => Address(o, "ExternalIP")),
        Column.Wide("OS-Image", o => o.Text("status.nodeInfo.osImage")),
        Column.Wide("Kernel-Version", o => o.Text("status.nodeInfo.kernelVersion")),
        Column.Wide("Container-Runtime", o => o.Text("status.nodeInfo.containerRuntimeVersion")),
    ];

    private static string Status(JsonObject o)
    {
        var ready = o.Objects("status.conditions").FirstOrDefault(c => c.Text("type") == "Ready").Text("status");
        var status = ready switch { null => "Unknown", "True" => "Ready", _ => "NotReady" };
        return o.Flag("spec.unschedulable") ? $"{status},SchedulingDisabled" : status;
    }

    private static string? Address(JsonObject o, string type) => o.Objects("status.addresses").FirstOrDefault(a => a.Text("type") == type).Text("address");
}
