using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Api.Tables;

/// <summary>Reads both the core form and that of events.k8s.io.</summary>
internal static class EventTable
{
    public static IReadOnlyList<Column> Columns { get; } =
    [
        new("Last Seen", (e, at) => at.Age(Last(e))),
        new("Type", (e, _) => e.Text("type")),
        new("Reason", (e, _) => e.Text("reason")),
        new("Object", (e, _) => Involved(e) is var o ? $"{o.Text("kind")?.ToLowerInvariant()}/{o.Text("name")}" : null),
        new("Subobject", (e, _) => Involved(e).Text("fieldPath") ?? "") { Priority = 1 },
        new("Source", (e, _) => Source(e)) { Priority = 1 },
        new("Message", (e, _) => (e.Text("message") ?? e.Text("note"))?.Trim()),
        new("First Seen", (e, at) => at.Age(First(e))) { Priority = 1 },
        Column.Count("Count", e => e.Number("count") ?? e.Number("deprecatedCount") ?? e.Number("series.count") ?? 1) with { Priority = 1 },
        Column.Named with { Priority = 1 },
    ];

    private static JsonNode? Involved(JsonObject e) => e["involvedObject"] ?? e["regarding"];

    private static DateTimeOffset? First(JsonObject e) =>
        e.Instant("firstTimestamp") ?? e.Instant("deprecatedFirstTimestamp") ?? e.Instant("eventTime") ?? e.Instant("metadata.creationTimestamp");

    private static DateTimeOffset? Last(JsonObject e) =>
        e.Instant("series.lastObservedTime") ?? e.Instant("lastTimestamp") ?? e.Instant("deprecatedLastTimestamp") ?? First(e);

    private static string Source(JsonObject e)
    {
        var component = e.Text("source.component") ?? e.Text("deprecatedSource.component") ?? e.Text("reportingComponent") ?? e.Text("reportingController") ?? "";
        return (e.Text("source.host") ?? e.Text("deprecatedSource.host")) is { Length: > 0 } host ? $"{component}, {host}" : component;
    }
}
