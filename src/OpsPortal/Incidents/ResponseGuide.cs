using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents;

/// <summary>A step of the response process, ticked by what happened.</summary>
/// <param name="Says">What was done, or what is left to do.</param>
public sealed record GuideStep(string Name, bool Done, string Says)
{
    /// <summary>Acknowledge, assess, investigate, resolve, document, follow up. Pure.</summary>
    /// <param name="tally">How many entries there are of each kind.</param>
    public static IReadOnlyList<GuideStep> Of(IncidentSheet sheet, IReadOnlyDictionary<TimelineKind, int> tally)
    {
        var incident = sheet.Incident;
        var (steps, notes) = (tally.GetValueOrDefault(TimelineKind.Execution), tally.GetValueOrDefault(TimelineKind.Note));
        string[] unknown = [.. new[] { incident.Impact is null ? "what users notice" : null, incident.Components.Count == 0 ? "what is affected" : null }.OfType<string>()];
        return
        [
            new("Acknowledge", incident.AcknowledgedAt is not null, incident.AcknowledgedAt is { } at ? $"{incident.AcknowledgedBy}, after {ClockText.Show(at - incident.DetectedAt)}" : "say that you are on it"),
            new("Assess", unknown.Length == 0, unknown.Length == 0 ? incident.Impact! : $"say {string.Join(" and ", unknown)}"),
            new("Investigate", incident.State >= IncidentState.Investigating, steps > 0 ? $"{Count(steps, "entry", "entries")} of steps" : "run the runbook's checks"),
            new("Resolve", incident.ResolvedAt is not null, incident.ResolvedAt is { } end ? $"after {ClockText.Show(end - incident.DetectedAt)}" : incident.MitigatedAt is not null ? "mitigated; watch whether it holds" : "make users whole first, then find the cause"),
            new("Document", notes > 0, notes > 0 ? Count(notes, "note", "notes") : "write down what the portal cannot know"),
            new("Follow up", incident.ReviewedAt is not null, incident.ReviewedAt is not null ? "reviewed" : "review it, and agree on what will be done"),
        ];
    }

    private static string Count(int n, string one, string many) => n == 1 ? $"1 {one}" : $"{n} {many}";
}
