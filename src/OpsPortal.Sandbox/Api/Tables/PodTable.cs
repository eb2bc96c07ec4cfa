using System.Globalization;
using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class PodTable
{
    public static IReadOnlyList<Column> Columns { get; } =
    [
        Column.Named,
        new("Ready", (pod, _) => PodSummary.Of(pod) is var s ? $"{s.Ready}/{s.Containers}" : null),
        new("Status", (pod, _) => PodSummary.Of(pod).Status),
        new("Restarts", Restarts),
        Column.Age,
        Column.Wide("IP", pod => pod.Text("status.podIP")),
        Column.Wide("Node", pod => pod.Text("spec.nodeName")),
        Column.Wide("Nominated Node", pod => pod.Text("status.nominatedNodeName")),
        Column.Wide("Readiness Gates", Gates),
    ];

    private static JsonNode? Restarts(JsonObject pod, PrintContext context)
    {
        var summary = PodSummary.Of(pod);
        return summary is { Restarts: > 0, LastRestart: { } last }
            ? $"{summary.Restarts} ({context.Age(last)} ago)"
            : summary.Restarts.ToString(CultureInfo.InvariantCulture);
    }

    private static string? Gates(JsonObject pod)
    {
        var gates = pod.Objects("spec.readinessGates").Select(g => g.Text("conditionType")).ToList();
        if (gates.Count == 0) return null;
        var met = pod.Objects("status.conditions").Count(c => gates.Contains(c.Text("type")) && c.Text("status") == "True");
        return $"{met}/{gates.Count}";
    }
}
