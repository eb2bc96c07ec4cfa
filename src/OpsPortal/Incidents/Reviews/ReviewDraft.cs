using System.Globalization;
using System.Text;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Reviews;

/// <summary>A review's first words, from what the timeline knows. Pure; it claims nothing that no entry says.</summary>
public static class ReviewDraft
{
    public static (string Summary, string Impact, string Helped, string Hindered, string RootCause) Of(IncidentSheet sheet, IReadOnlyList<TimelineEntry> entries)
    {
        var incident = sheet.Incident;
        var summary = new StringBuilder();
        summary.Append(CultureInfo.InvariantCulture, $"{incident.Severity} of {incident.System}: {incident.Title}. Detected {At(incident.DetectedAt)} by {incident.DeclaredBy}");
        if (incident.AcknowledgedAt is { } acknowledged) summary.Append(CultureInfo.InvariantCulture, $", acknowledged by {incident.AcknowledgedBy} after {Show(acknowledged - incident.DetectedAt)}");
        if (incident.MitigatedAt is { } mitigated) summary.Append(CultureInfo.InvariantCulture, $", mitigated after {Show(mitigated - incident.DetectedAt)}");
        if (incident.ResolvedAt is { } resolved) summary.Append(CultureInfo.InvariantCulture, $", resolved after {Show(resolved - incident.DetectedAt)}");
        summary.Append('.');
        var changes = entries.Where(e => e.Kind == TimelineKind.Execution && e.Detail.GetValueOrDefault("risk") is "Change" or "Destructive" && e.Detail.GetValueOrDefault("state") == "Succeeded").ToList();
        if (changes.Count > 0) summary.Append(CultureInfo.InvariantCulture, $" What was changed: {string.Join("; ", changes.Select(c => c.Detail.GetValueOrDefault("act") ?? c.Text.Split(" by ")[0]))}.");

        var impact = new List<string>();
        if (incident.Impact is { } told) impact.Add(told);
        if (incident.Components.Count > 0) impact.Add($"Affected: {string.Join(", ", incident.Components)}.");
        var updates = entries.Count(e => e.Kind == TimelineKind.StatusUpdate);
        impact.Add(updates == 0 ? "Nobody outside was told." : $"{(updates == 1 ? "One status update was" : $"{updates} status updates were")} sent.");

        var helped = changes.LastOrDefault(c => incident.MitigatedAt is null || c.At <= incident.MitigatedAt) is { } last ? [$"{last.Text} (entry {last.Number}), the last change before it was mitigated."] : new List<string>();
        helped.AddRange(sheet.Clocks.Where(c => c.StoppedAt <= c.DueAt && c.Kind is ClockKind.Respond or ClockKind.Resolve).Select(c => $"In time: {ClockText.Name(c.Kind)} {ClockText.Left(c, c.StoppedAt!.Value)}."));

        List<string> hindered = [.. entries.Where(e => e.Kind == TimelineKind.Execution && e.Detail.GetValueOrDefault("state") is "Failed" or "TimedOut" or "OutcomeUnknown").Select(e => $"{e.Text} (entry {e.Number})")];
        hindered.AddRange(entries.Where(e => e.Kind == TimelineKind.Execution && e.Detail.GetValueOrDefault("verdict") == "notMet").Select(e => $"{e.Text} (entry {e.Number})"));
        hindered.AddRange(entries.Where(e => e.Kind == TimelineKind.Clock).Select(e => $"{e.Text} (entry {e.Number})"));
        hindered.AddRange(entries.Where(e => e.Kind == TimelineKind.Page && e.Detail.GetValueOrDefault("delivery") is "failed" or "unknown").Select(e => $"{e.Text} (entry {e.Number})"));
        return (summary.ToString(), string.Join(' ', impact), List(helped), List(hindered.Distinct()), "");
    }

    /// <summary>The whole review as a file.</summary>
    public static string Markdown(IncidentSheet sheet, Review review, IReadOnlyList<ActionItem> items, IReadOnlyList<TimelineEntry> entries)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"# Review of {sheet.Incident.Name}: {sheet.Incident.Title}\n\n");
        foreach (var (title, body) in new[] { ("Summary", review.Summary), ("Impact", review.Impact), ("What helped", review.Helped), ("What hindered", review.Hindered), ("Root cause", review.RootCause) })
            text.Append(CultureInfo.InvariantCulture, $"## {title}\n\n{(body.Trim().Length == 0 ? "Not written yet." : body.Trim())}\n\n");
        text.Append("## Action items\n\n");
        if (items.Count == 0) text.Append("None.\n");
        foreach (var item in items) text.Append(CultureInfo.InvariantCulture, $"- [{(item.DoneAt is null ? ' ' : 'x')}] {item.Text} ({item.Owner}, due {item.DueOn:yyyy-MM-dd})\n");
        text.Append("\n## Timeline\n\n");
        text.Append(TimelineText.Lines(entries));
        return text.ToString();
    }

    private static string List(IEnumerable<string> lines) => string.Join('\n', lines.Select(l => $"- {l.ReplaceLineEndings(" ")}"));
    private static string At(DateTimeOffset at) => $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC";
    private static string Show(TimeSpan time) => time < TimeSpan.FromSeconds(1) ? "0 s" : DurationWords.Show(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)));
}
