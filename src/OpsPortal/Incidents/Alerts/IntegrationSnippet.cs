namespace OpsPortal.Incidents.Alerts;

/// <summary>What to paste into a sender, and the paths of a generic one as a form has them. Pure.</summary>
public static class IntegrationSnippet
{
    /// <summary>Id, label and usual names of each path.</summary>
    public static IReadOnlyList<(string Id, string Label, string Hint)> Paths { get; } =
    [
        ("alerts", "The list of alerts", "the body itself"), ("key", "What is the same each time", "dedup_key, key, id"), ("name", "Name", "name, title"), ("status", "Status", "status, state"),
        ("over", "Words that mean it is over", "ok, resolved, closed"), ("severity", "Severity", "severity, level, priority"), ("summary", "What is wrong", "summary, message"), ("starts", "When it began", "startsAt"),
        ("ends", "When it ended", "endsAt"), ("group", "Group", "group"), ("runbook", "Address of the runbook", "runbook_url"), ("labels", "Labels", "labels, tags"),
    ];

    /// <param name="portal">Address of the portal, with a slash at its end.</param>
    public static string Of(AlertKind kind, string portal, string key) => kind switch
    {
        AlertKind.Alertmanager => $"""
            receivers:
              - name: opsportal
                webhook_configs:
                  - url: {portal}api/v1/alerts/alertmanager
                    send_resolved: true
                    http_config:
                      authorization:
                        credentials: {key}
            """,
        AlertKind.PagerDuty => $"""
            Address:      {portal}v2/enqueue
            routing_key:  {key}
            """,
        _ => $$"""
            curl {{portal}}api/v1/alerts/generic/{{key}} \
              -H 'Content-Type: application/json' \
              -d '{"name":"Checkout fails","severity":"critical","summary":"7 % of requests fail","status":"firing"}'
            """,
    };

    public static AlertFields Fields(IReadOnlyDictionary<string, string> paths)
    {
        string? Path(string id) => paths.GetValueOrDefault(id)?.Trim() is { Length: > 0 } path ? path : null;
        return new()
        {
            Alerts = Path("alerts"),
            Key = Path("key"),
            Name = Path("name"),
            Status = Path("status"),
            ResolvedWords = (Path("over") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Severity = Path("severity"),
            Summary = Path("summary"),
            StartsAt = Path("starts"),
            EndsAt = Path("ends"),
            Group = Path("group"),
            RunbookUrl = Path("runbook"),
            Labels = Path("labels"),
        };
    }

    public static IEnumerable<(string Id, string Value)> Read(AlertFields fields) => new[]
    {
        ("alerts", fields.Alerts), ("key", fields.Key), ("name", fields.Name), ("status", fields.Status), ("over", string.Join(", ", fields.ResolvedWords)), ("severity", fields.Severity), ("summary", fields.Summary),
        ("starts", fields.StartsAt), ("ends", fields.EndsAt), ("group", fields.Group), ("runbook", fields.RunbookUrl), ("labels", fields.Labels),
    }.Where(p => !string.IsNullOrEmpty(p.Item2)).Select(p => (p.Item1, p.Item2!));
}
