namespace OpsPortal.Runbooks.Markdown;

/// <summary>Tables with a column of alerts: Alert | Severity | Runbook | MTTR target, in any order, some of them missing.</summary>
internal static class AlertTable
{
    public static bool Is(MarkdownTable table) => NameColumn(table) >= 0 && table.Headers.Count > 1;

    public static IEnumerable<AlertLink> Read(MarkdownTable table)
    {
        var name = NameColumn(table);
        var severity = table.Column("severity", "priority", "level");
        var runbook = table.Column("runbook", "playbook", "procedure", "link");
        var target = table.Column("mttr", "time to resol", "resolution time", "target");
        return table.Rows.Where(r => Name(r[name]).Length > 0).Select(row => new AlertLink(
            Name(row[name]),
            SeverityWord.Clean(row[severity]).ToLowerInvariant() is { Length: > 0 } word ? word : null,
            InlineText.LinkTarget(row[runbook]) ?? InlineText.LinkTarget(row[name]),
            DurationText.Of(row[target]),
            row.Line));
    }

    private static string Name(string cell) => InlineText.Plain(cell);

    private static int NameColumn(MarkdownTable table) =>
        table.Headers.ToList().FindIndex(h => SeverityWord.Clean(h).ToLowerInvariant() is "alert" or "alerts" or "alert name" or "alertname" or "alert rule");
}
