using System.Text.Json;

namespace OpsPortal.Incidents.Alerts.Formats;

/// <summary>Alertmanager's webhook, version 4 (https://prometheus.io/docs/alerting/latest/configuration/#webhook_config). Fields that are not known are left aside.</summary>
public static class AlertmanagerBody
{
    private static readonly string[] SummaryNames = ["summary", "description", "message", "title"];

    /// <param name="groupBy">Labels that group instead of the sender's own groups; empty for those.</param>
    public static Result<IncomingAlerts> Read(ReadOnlyMemory<byte> body, IReadOnlyList<string> groupBy) => BodyReader.Read(body, root =>
    {
        BodyReader.Object(root, "The body");
        if (BodyReader.Text(root, "version", "") is { } version and not "4") throw new BodyException($"version is \"{AlertKeyText.Whole(version, 20)}\"; this takes version \"4\" of Alertmanager's webhook.", "version");
        if (!root.TryGetProperty("alerts", out var alerts) || alerts.ValueKind != JsonValueKind.Array)
            throw new BodyException($"alerts is {(alerts.ValueKind == JsonValueKind.Undefined ? "missing" : BodyReader.Kind(alerts))}; it has to be the list of alerts.", "alerts");
        var groupKey = BodyReader.Text(root, "groupKey", "") is { Length: > 0 } key ? AlertKeyText.Fit(key) : null;
        var truncated = root.TryGetProperty("truncatedAlerts", out var left) && left.ValueKind == JsonValueKind.Number
            ? left.TryGetInt32(out var count) && count >= 0 ? count : throw new BodyException("truncatedAlerts has to be a whole number, 0 or more.", "truncatedAlerts") : 0;
        var commonLabels = BodyReader.Map(root, "commonLabels", "");
        var commonAnnotations = BodyReader.Map(root, "commonAnnotations", "");
        List<IncomingAlert> all = [.. alerts.EnumerateArray().Select((alert, n) => One(BodyReader.Object(alert, $"alerts[{n}]"), $"alerts[{n}].", groupKey, groupBy, commonLabels, commonAnnotations))];
        return new(all, truncated) { Groups = groupBy.Count == 0 && groupKey is not null ? [groupKey] : [.. all.Select(a => a.GroupKey).Distinct()] };
    });

    private static IncomingAlert One(
        JsonElement alert, string place, string? groupKey, IReadOnlyList<string> groupBy, Dictionary<string, string> commonLabels, Dictionary<string, string> commonAnnotations)
    {
        var labels = Over(commonLabels, BodyReader.Map(alert, "labels", place));
        var annotations = Over(commonAnnotations, BodyReader.Map(alert, "annotations", place));
        var starts = BodyReader.Time(alert, "startsAt", place) ?? throw new BodyException($"{place}startsAt is missing; it tells a new alert from an old one that comes late.", $"{place}startsAt");
        var ends = BodyReader.Time(alert, "endsAt", place);
        var state = BodyReader.Text(alert, "status", place) switch
        {
            "firing" => AlertState.Firing,
            "resolved" => AlertState.Resolved,
            var other => throw new BodyException($"{place}status is {(other is null ? "missing" : $"\"{AlertKeyText.Whole(other, 20)}\"")}; it is firing or resolved.", $"{place}status"),
        };
        var name = labels.GetValueOrDefault("alertname") is { Length: > 0 } told ? told : "unnamed alert";
        return new(BodyReader.Text(alert, "fingerprint", place) is { Length: > 0 } print ? AlertKeyText.Fit(print) : AlertKeyText.Fingerprint(labels), state, starts, state == AlertState.Resolved ? ends : null, name)
        {
            Severity = labels.GetValueOrDefault("severity"),
            Summary = SummaryNames.Select(n => annotations.GetValueOrDefault(n)).FirstOrDefault(t => !string.IsNullOrWhiteSpace(t))?.Trim() ?? "",
            Labels = labels,
            Annotations = annotations,
            Link = BodyReader.Text(alert, "generatorURL", place),
            GroupKey = groupBy.Count > 0 ? AlertKeyText.ByLabels(groupBy, labels) : groupKey ?? AlertKeyText.ByLabels(["alertname"], labels),
        };
    }

    private static Dictionary<string, string> Over(Dictionary<string, string> common, Dictionary<string, string> own)
    {
        foreach (var (name, value) in common) own.TryAdd(name, value);
        return own;
    }
}
