using System.Text.Json;

namespace OpsPortal.Incidents.Alerts.Formats;

/// <summary>PagerDuty's Events API v2 (https://developer.pagerduty.com/docs/events-api-v2/trigger-events/).</summary>
public static class PagerDutyBody
{
    /// <summary>Bytes.</summary>
    public const int MaxBody = 512 * 1024;
    public const int LongestSummary = 1024, LongestKey = 255;

    private static readonly string[] Severities = ["critical", "error", "warning", "info"];

    /// <summary>The routing key alone, to know who asks; null where there is none.</summary>
    public static Result<string> RoutingKey(ReadOnlyMemory<byte> body)
    {
        string? key = null;
        var read = BodyReader.Read(body, root =>
        {
            key = BodyReader.Text(BodyReader.Object(root, "The body"), "routing_key", "");
            return new([]);
        });
        return read.Problem is { } problem ? problem : key ?? "";
    }

    /// <param name="newKey">Taken for a trigger that brings no dedup key.</param>
    public static Result<IncomingAlerts> Read(ReadOnlyMemory<byte> body, IReadOnlyList<string> groupBy, string newKey) => BodyReader.Read(body, root =>
    {
        BodyReader.Object(root, "The body");
        var key = BodyReader.Text(root, "dedup_key", "") is { Length: > 0 } given ? given : null;
        if (key?.Length > LongestKey) throw new BodyException($"dedup_key has {key.Length} characters; it may have {LongestKey}.", "dedup_key");
        var action = BodyReader.Text(root, "event_action", "");
        return new([action switch
        {
            "trigger" => Trigger(root, key ?? newKey, groupBy),
            "acknowledge" => new IncomingAlert(Known(key, action), AlertState.Acknowledged, null, null, key!),
            "resolve" => new IncomingAlert(Known(key, action), AlertState.Resolved, null, null, key!),
            _ => throw new BodyException($"event_action is {(action is null ? "missing" : $"\"{AlertKeyText.Whole(action, 20)}\"")}; it is trigger, acknowledge or resolve.", "event_action"),
        }]);
    });

    private static string Known(string? key, string action) => key ?? throw new BodyException($"dedup_key is missing; it says what to {action}.", "dedup_key");

    private static IncomingAlert Trigger(JsonElement root, string key, IReadOnlyList<string> groupBy)
    {
        var payload = root.TryGetProperty("payload", out var found) ? BodyReader.Object(found, "payload") : throw new BodyException("payload is missing; a trigger needs its summary, source and severity.", "payload");
        var summary = Needed(payload, "summary");
        if (summary.Length > LongestSummary) throw new BodyException($"payload.summary has {summary.Length} characters; it may have {LongestSummary}.", "payload.summary");
        var source = Needed(payload, "source");
        var severity = Needed(payload, "severity");
        if (!Severities.Contains(severity)) throw new BodyException($"payload.severity is \"{AlertKeyText.Whole(severity, 20)}\"; it is critical, error, warning or info.", "payload.severity");
        var labels = payload.TryGetProperty("custom_details", out var details) && details.ValueKind == JsonValueKind.Object ? BodyReader.Map(details) : [];
        labels["source"] = source;
        foreach (var name in new[] { "component", "group", "class" })
            if (BodyReader.Text(payload, name, "payload.") is { Length: > 0 } value) labels[name] = value;
        Dictionary<string, string> annotations = [];
        if (details.ValueKind == JsonValueKind.String) annotations["details"] = BodyReader.Scalar(details);
        // Not read as a time: senders write many things there, and an alert is not lost for that.
        if (BodyReader.Text(payload, "timestamp", "payload.") is { } at) annotations["timestamp"] = at;
        if (BodyReader.Text(root, "client", "") is { } client) annotations["client"] = client;
        var links = Links(root).ToList();
        if (labels.Remove("runbook_url", out var runbook) || (runbook = links.FirstOrDefault(l => l.Contains("/runbooks/", StringComparison.Ordinal))) is not null) annotations["runbook_url"] = runbook;
        return new(key, AlertState.Firing, null, null, labels.GetValueOrDefault("alertname") ?? labels.GetValueOrDefault("class") ?? summary)
        {
            Severity = severity,
            Summary = summary,
            Labels = labels,
            Annotations = annotations,
            Link = BodyReader.Text(root, "client_url", "") ?? links.FirstOrDefault(),
            GroupKey = groupBy.Count > 0 ? AlertKeyText.ByLabels(groupBy, labels) : labels.GetValueOrDefault("group") is { } group ? AlertKeyText.Fit($"group {group}") : AlertKeyText.Fit($"key {key}"),
        };
    }

    private static string Needed(JsonElement payload, string name) =>
        BodyReader.Text(payload, name, "payload.") is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : throw new BodyException($"payload.{name} is missing or blank.", $"payload.{name}");

    private static IEnumerable<string> Links(JsonElement root)
    {
        if (!root.TryGetProperty("links", out var links) || links.ValueKind != JsonValueKind.Array) yield break;
        foreach (var link in links.EnumerateArray())
            if (link.ValueKind == JsonValueKind.Object && link.TryGetProperty("href", out var href) && href.ValueKind == JsonValueKind.String) yield return BodyReader.Scalar(href);
    }
}
