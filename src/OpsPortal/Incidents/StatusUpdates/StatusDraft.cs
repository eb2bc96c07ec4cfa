using System.Globalization;
using System.Text;
using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Incidents.StatusUpdates;

/// <summary>The first words of a status update, from what is known. A person reads them, changes them, and sends them.</summary>
public static class StatusDraft
{
    /// <summary>Markdown; times are UTC. Pure.</summary>
    /// <param name="entries">Of the timeline, in any order; those of steps count.</param>
    public static string Of(IncidentSheet sheet, IEnumerable<TimelineEntry> entries, DateTimeOffset now)
    {
        var incident = sheet.Incident;
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"**{Headline(incident.State)}** {incident.Title.TrimEnd('.')}.");
        text.Append(CultureInfo.InvariantCulture, $"\n\nSince {Clock(incident.DetectedAt, now)} UTC{(incident.ResolvedAt is { } end ? $", until {Clock(end, now)} UTC ({ClockText.Show(end - incident.DetectedAt)})" : "")}.");
        if (incident.Impact is { } impact) text.Append(CultureInfo.InvariantCulture, $" What you may notice: {impact.TrimEnd('.')}.");
        if (incident.Components.Count > 0) text.Append(CultureInfo.InvariantCulture, $" Affected: {string.Join(", ", incident.Components)}.");
        if (LastChange(entries) is { } change) text.Append(CultureInfo.InvariantCulture, $"\n\nLast step, at {Clock(change.At, now)} UTC: {change.Title}.");
        if (Next(sheet, now) is { } next) text.Append(CultureInfo.InvariantCulture, $"\n\nNext update by {Clock(next, now)} UTC.");
        return text.ToString();
    }

    private static string Headline(IncidentState state) => state switch
    {
        IncidentState.Detected or IncidentState.Acknowledged => "We are looking into a problem:",
        IncidentState.Investigating => "We are working on a problem:",
        IncidentState.Mitigated => "It should work again, and we are watching it:",
        _ => "This is over:",
    };

    /// <summary>The newest change that went well; reads change nothing for those outside.</summary>
    private static (DateTimeOffset At, string Title)? LastChange(IEnumerable<TimelineEntry> entries)
    {
        var change = entries.Where(e => e.Kind == TimelineKind.Execution
                && e.Detail.GetValueOrDefault("state") == $"{ExecutionState.Succeeded}"
                && e.Detail.GetValueOrDefault("risk") is { } risk && risk != $"{Risk.Read}")
            .MaxBy(e => e.Number);
        return change is null ? null : (change.At, change.Detail.GetValueOrDefault("act") ?? change.Detail.GetValueOrDefault("title") ?? change.Text);
    }

    /// <summary>A whole turn from now, as the clock will begin anew with this update.</summary>
    private static DateTimeOffset? Next(IncidentSheet sheet, DateTimeOffset now) =>
        sheet.Incident.State.IsOpen() && sheet.Running.FirstOrDefault(c => c.Kind == ClockKind.Update) is { } clock ? now + (clock.DueAt - clock.StartedAt) : null;

    /// <summary>With its day, where it is not today.</summary>
    private static string Clock(DateTimeOffset at, DateTimeOffset now) =>
        at.UtcDateTime.ToString(at.UtcDateTime.Date == now.UtcDateTime.Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
