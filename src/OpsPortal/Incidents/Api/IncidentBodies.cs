using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Api;

/// <summary>What <c>POST /api/v1/incidents</c> takes.</summary>
public sealed record DeclareBody(string? System, string? Severity, string? Title, string? Environment, string[]? Components, bool? Private, string? Runbook, string? RunbookPlace, Dictionary<string, string>? Parameters, string? Kind = null);

public sealed record MoveBody(string? Note);

public sealed record NoteBody(string? Text, int? Corrects);

public sealed record SeverityBody(string? Severity, string? Reason);

/// <param name="Person">Id of an account; null is the caller.</param>
/// <param name="Role"><c>commander</c>, <c>communications</c>, <c>scribe</c> or <c>responder</c>; null leaves the incident.</param>
public sealed record RoleBody(Guid? Person, string? Role);

public sealed record PinBody(bool Pinned);

public sealed record MonitorBody(int Minutes);

public sealed record LinkBody(string? Address, string? Text);

/// <summary>An incident as the API tells it.</summary>
public sealed record IncidentAnswer(
    long Number, string Name, string System, string? Environment, string Title, string Severity, string State, IReadOnlyList<string> Components, string Kind, bool Private, string? Impact,
    string? Runbook, string? RunbookPlace, IReadOnlyDictionary<string, string> Parameters, string DeclaredBy, DateTimeOffset DetectedAt, DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy,
    DateTimeOffset? MitigatedAt, DateTimeOffset? ResolvedAt, DateTimeOffset? ReviewedAt, int LastEntry, IReadOnlyList<ClockAnswer> Clocks, IReadOnlyList<ResponderAnswer> Responders)
{
    public static IncidentAnswer Of(IncidentSheet sheet) => new(
        sheet.Incident.Number, sheet.Incident.Name, sheet.Incident.System, sheet.Environment, sheet.Incident.Title, sheet.Incident.Severity, sheet.Incident.State.Word(), sheet.Incident.Components, sheet.Incident.Kind.Name(),
        sheet.Incident.Private, sheet.Incident.Impact, sheet.Incident.Runbook, sheet.Incident.RunbookPlace, sheet.Incident.Parameters, sheet.Incident.DeclaredBy, sheet.Incident.DetectedAt,
        sheet.Incident.AcknowledgedAt, sheet.Incident.AcknowledgedBy, sheet.Incident.MitigatedAt, sheet.Incident.ResolvedAt, sheet.Incident.ReviewedAt, sheet.Incident.LastEntry,
        [.. sheet.Clocks.OrderBy(c => c.Kind).Select(c => new ClockAnswer(c.Kind.ToString().ToLowerInvariant(), c.StartedAt, c.DueAt, c.StoppedAt, c.RanOutAt))],
        [.. sheet.Present.Select(r => new ResponderAnswer(r.UserId, r.Name, ChangeRoles.Word(r.Role), r.JoinedAt))]);
}

public sealed record ClockAnswer(string Kind, DateTimeOffset StartedAt, DateTimeOffset DueAt, DateTimeOffset? StoppedAt, DateTimeOffset? RanOutAt);

public sealed record ResponderAnswer(Guid Person, string Name, string Role, DateTimeOffset JoinedAt);

public sealed record IncidentList(IReadOnlyList<IncidentAnswer> Items, string? NextCursor);

public sealed record EntryAnswer(int Number, DateTimeOffset At, string Kind, string Actor, string Text, int? Corrects, IReadOnlyDictionary<string, string> Detail)
{
    public static EntryAnswer Of(TimelineEntry e) => new(e.Number, e.At, System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{e.Kind}"), e.Actor, e.Text, e.Corrects, e.Detail);
}

/// <param name="Complete">There is nothing newer yet.</param>
public sealed record TimelineAnswer(IReadOnlyList<EntryAnswer> Entries, int To, bool Complete);
