using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

internal static class AutoscalerDescription
{
    public static Task WriteAsync(DescriptionWriter writer, DescribedObject described)
    {
        var scaler = described.Object;
        var (spec, status) = (scaler["spec"], scaler["status"]);
        writer.Heading(scaler);
        writer.Line($"CreationTimestamp:\t{DescriptionWriter.Date(scaler.Time("metadata", "creationTimestamp"))}");
        writer.Line($"Reference:\t{spec.TextAt("scaleTargetRef", "kind")}/{spec.TextAt("scaleTargetRef", "name")}");
        writer.Line("Metrics:\t( current / target )");
        var current = status.Objects("currentMetrics").ToList();
        var metrics = spec.Objects("metrics").ToList();
        for (var i = 0; i < metrics.Count; i++) writer.Line(1, Metric(metrics[i], current.ElementAtOrDefault(i)));
        writer.Line($"Min replicas:\t{spec.TextAt("minReplicas") ?? "<unset>"}");
        writer.Line($"Max replicas:\t{spec.NumberAt("maxReplicas")}");
        Behaviour(writer, spec.At("behavior"));
        writer.Line($"{spec.TextAt("scaleTargetRef", "kind")} pods:\t{status.NumberAt("currentReplicas") ?? 0} current / {status.NumberAt("desiredReplicas") ?? 0} desired");
        var conditions = status.Objects("conditions").ToList();
        if (conditions.Count == 0) return Task.CompletedTask;
        writer.Line("Conditions:");
        writer.Line(1, "Type\tStatus\tReason\tMessage");
        writer.Line(1, "----\t------\t------\t-------");
        foreach (var c in conditions) writer.Line(1, $"{c.TextAt("type")}\t{c.TextAt("status")}\t{c.TextAt("reason")}\t{c.TextAt("message")}");
        return Task.CompletedTask;
    }

    private static string Metric(JsonObject metric, JsonObject? current) => metric.TextAt("type") switch
    {
        "Resource" => Resource($"resource {metric.TextAt("resource", "name")} on pods", metric["resource"], current.At("resource", "current")),
        "ContainerResource" => Resource($"resource {metric.TextAt("containerResource", "name")} of container \"{metric.TextAt("containerResource", "container")}\" on pods", metric["containerResource"], current.At("containerResource", "current")),
        "Pods" => $"\"{metric.TextAt("pods", "metric", "name")}\" on pods:\t{current.TextAt("pods", "current", "averageValue") ?? "<unknown>"} / {metric.TextAt("pods", "target", "averageValue")}",
        "Object" => Value($"\"{metric.TextAt("object", "metric", "name")}\" on {metric.TextAt("object", "describedObject", "kind")}/{metric.TextAt("object", "describedObject", "name")}", metric["object"], current.At("object", "current")),
        "External" => Value($"\"{metric.TextAt("external", "metric", "name")}\"", metric["external"], current.At("external", "current")),
        var type => $"<unknown metric type \"{type}\">",
    };

    private static string Resource(string what, JsonNode? metric, JsonNode? current)
    {
        if (metric.TextAt("target", "averageValue") is { } value) return $"{what}:\t{current.TextAt("averageValue") ?? "<unknown>"} / {value}";
        var now = current.NumberAt("averageUtilization") is { } percent ? $"{percent}% ({current.TextAt("averageValue")})" : "<unknown>";
        var target = metric.NumberAt("target", "averageUtilization") is { } wanted ? $"{wanted}%" : "<auto>";
        return $"{what}  (as a percentage of request):\t{now} / {target}";
    }

    private static string Value(string what, JsonNode? metric, JsonNode? current) => metric.TextAt("target", "averageValue") is { } average
        ? $"{what} (target average value):\t{current.TextAt("averageValue") ?? "<unknown>"} / {average}"
        : $"{what} (target value):\t{current.TextAt("value") ?? "<unknown>"} / {metric.TextAt("target", "value")}";

    private static void Behaviour(DescriptionWriter writer, JsonNode? behaviour)
    {
        if (behaviour is null) return;
        writer.Line("Behavior:");
        foreach (var (title, field) in new[] { ("Scale Up", "scaleUp"), ("Scale Down", "scaleDown") })
        {
            if (behaviour.At(field) is not { } rules) continue;
            writer.Line(1, $"{title}:");
            if (rules.NumberAt("stabilizationWindowSeconds") is { } window) writer.Line(2, $"Stabilization Window: {window} seconds");
            if (!rules.Objects("policies").Any()) continue;
            writer.Line(2, $"Select Policy: {rules.TextAt("selectPolicy") ?? "Max"}");
            writer.Line(2, "Policies:");
            foreach (var p in rules.Objects("policies")) writer.Line(3, $"- Type: {p.TextAt("type")}\tValue: {p.NumberAt("value")}\tPeriod: {p.NumberAt("periodSeconds")} seconds");
        }
    }
}
