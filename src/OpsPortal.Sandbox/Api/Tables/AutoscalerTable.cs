using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>Reads both the v2 and the v1 form.</summary>
internal static class AutoscalerTable
{
    public static IReadOnlyList<Column> Columns { get; } =
    [
        Column.Named,
        Column.Text("Reference", o => $"{o.Text("spec.scaleTargetRef.kind")}/{o.Text("spec.scaleTargetRef.name")}"),
        Column.Text("Targets", Targets),
        Column.Text("MinPods", o => o.Text("spec.minReplicas") ?? "<unset>"),
        Column.Count("MaxPods", o => o.Number("spec.maxReplicas")),
        Column.Count("Replicas", o => o.Number("status.currentReplicas")),
        Column.Age,
    ];

    private static string? Targets(JsonObject o)
    {
        if (o.Text("spec.targetCPUUtilizationPercentage") is { } percent)
            return $"cpu: {(o.Text("status.currentCPUUtilizationPercentage") is { } used ? used + "%" : "<unknown>")}/{percent}%";
        var current = o.Objects("status.currentMetrics");
        var shown = o.Objects("spec.metrics").Select(spec => Target(spec, current)).ToList();
        return shown.Count > 2 ? $"{string.Join(", ", shown.Take(2))} + {shown.Count - 2} more..." : string.Join(", ", shown);
    }

    private static string Target(JsonObject spec, IReadOnlyList<JsonObject> current)
    {
        var source = spec.Text("type") is { Length: > 0 } type ? char.ToLowerInvariant(type[0]) + type[1..] : "resource";
        var metric = spec.At(source);
        var name = metric.Text("name") ?? metric.Text("metric.name");
        var measured = current.FirstOrDefault(c => (c.Text($"{source}.name") ?? c.Text($"{source}.metric.name")) == name).At($"{source}.current");
        var (wanted, found) = metric.Text("target.averageUtilization") is { } percent
            ? (percent + "%", measured.Text("averageUtilization") is { } used ? used + "%" : null)
            : metric.Text("target.averageValue") is { } average ? (average + (source is "pods" or "resource" ? "" : " (avg)"), measured.Text("averageValue"))
            : (metric.Text("target.value"), measured.Text("value"));
        var ratio = $"{found ?? "<unknown>"}/{wanted}";
        return source is "resource" or "containerResource" ? $"{name}: {ratio}" : ratio;
    }
}
