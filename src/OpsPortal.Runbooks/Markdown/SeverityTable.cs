namespace OpsPortal.Runbooks.Markdown;

/// <summary>Tables of severities: Severity | Meaning | Response | Escalation, in any order, some of them missing.</summary>
internal static class SeverityTable
{
    public static bool Is(MarkdownTable table) =>
        !AlertTable.Is(table) && NameColumn(table) >= 0 && (Response(table) >= 0 || Escalation(table) >= 0 || Meaning(table) >= 0);

    public static IEnumerable<SeverityRule> Read(MarkdownTable table)
    {
        var (name, response, escalation, meaning) = (NameColumn(table), Response(table), Escalation(table), Meaning(table));
        foreach (var row in table.Rows)
        {
            var cell = SeverityWord.Clean(row[name]);
            if (cell.Length == 0) continue;
            var (code, qualifier) = SeverityWord.Name(cell) ?? (cell, null);
            var text = InlineText.Plain(row[meaning]);
            yield return new(code, SeverityRules.Meaning(qualifier, text), DurationText.Of(row[response]), DurationText.Of(row[escalation]), row.Line);
        }
    }

    private static int NameColumn(MarkdownTable table) =>
        table.Headers.ToList().FindIndex(h => SeverityWord.Clean(h).ToLowerInvariant() is "severity" or "severity level" or "priority" or "level" or "sev" or "incident severity");

    private static int Response(MarkdownTable table) => table.Column("respon", "acknowledg", "sla");
    private static int Escalation(MarkdownTable table) => table.Column("escalat");
    private static int Meaning(MarkdownTable table) => table.Column("meaning", "definition", "description", "criteria", "trigger", "impact", "example");
}
