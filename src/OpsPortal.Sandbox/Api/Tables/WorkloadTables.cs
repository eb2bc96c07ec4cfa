using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Selecting;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class WorkloadTables
{
    /// <summary>Container names, images and selector: what every workload shows in wide output.</summary>
    internal static IReadOnlyList<Column> Wide { get; } =
    [
        Column.Wide("Containers", o => string.Join(",", Containers(o).Select(c => c.Text("name")))),
        Column.Wide("Images", o => string.Join(",", Containers(o).Select(c => c.Text("image")))),
        Column.Wide("Selector", o => ObjectSelector.Print(o.At("spec.selector"))),
    ];

    public static IReadOnlyList<Column> Deployments { get; } =
    [
        Column.Named,
        new("Ready", Ready),
        Column.Count("Up-to-date", o => o.Number("status.updatedReplicas")),
        Column.Count("Available", o => o.Number("status.availableReplicas")),
        Column.Age,
        .. Wide,
    ];

    public static IReadOnlyList<Column> ReplicaSets { get; } =
    [
        Column.Named,
        Column.Count("Desired", o => o.Number("spec.replicas")),
        Column.Count("Current", o => o.Number("status.replicas")),
        Column.Count("Ready", o => o.Number("status.readyReplicas")),
        Column.Age,
        .. Wide,
    ];

    public static IReadOnlyList<Column> StatefulSets { get; } = [Column.Named, new("Ready", Ready), Column.Age, Wide[0], Wide[1]];

    public static IReadOnlyList<Column> DaemonSets { get; } =
    [
        Column.Named,
        Column.Count("Desired", o => o.Number("status.desiredNumberScheduled")),
        Column.Count("Current", o => o.Number("status.currentNumberScheduled")),
        Column.Count("Ready", o => o.Number("status.numberReady")),
        Column.Count("Up-to-date", o => o.Number("status.updatedNumberScheduled")),
        Column.Count("Available", o => o.Number("status.numberAvailable")),
        Column.Text("Node Selector", o => ObjectSelector.PrintMap(o.Map("spec.template.spec.nodeSelector"))),
        Column.Age,
        .. Wide,
    ];

    public static IReadOnlyList<Column> ControllerRevisions { get; } =
    [
        Column.Named,
        Column.Text("Controller", o => o.Objects("metadata.ownerReferences").FirstOrDefault(r => r.Flag("controller")) is { } owner
            ? $"{owner.Text("kind")?.ToLowerInvariant()}.apps/{owner.Text("name")}" : null),
        Column.Count("Revision", o => o.Number("revision")),
        Column.Age,
    ];

    private static JsonNode Ready(JsonObject o, PrintContext context) => $"{o.Number("status.readyReplicas") ?? 0}/{o.Number("spec.replicas") ?? 0}";

    private static IReadOnlyList<JsonObject> Containers(JsonObject o) =>
        o.At("spec.jobTemplate") is { } job ? job.Objects("spec.template.spec.containers") : o.Objects("spec.template.spec.containers");
}
