using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Tests.Incidents;

/// <summary>An incident of twelve minutes.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 21, 3, 12, 0, TimeSpan.Zero);
    public static readonly Guid Ann = Guid.NewGuid(), Bob = Guid.NewGuid();

    public static Incident Incident(IncidentState state = IncidentState.Detected, Action<Incident>? and = null)
    {
        var incident = new Incident
        {
            Number = 42,
            Key = "",
            System = "shop",
            Title = "checkout is slow",
            Severity = "P1",
            DeclaredBy = "Ann",
            DetectedAt = Now.AddMinutes(-12),
            State = state,
            AcknowledgedAt = state > IncidentState.Detected ? Now.AddMinutes(-10) : null,
            AcknowledgedBy = state > IncidentState.Detected ? "Ann" : null,
            MitigatedAt = state >= IncidentState.Mitigated ? Now.AddMinutes(-2) : null,
            ResolvedAt = state >= IncidentState.Resolved ? Now.AddMinutes(-1) : null,
            ReviewedAt = state >= IncidentState.Reviewed ? Now : null,
        };
        and?.Invoke(incident);
        return incident;
    }

    public static IncidentSheet Sheet(Incident incident, IEnumerable<IncidentClock>? clocks = null, IEnumerable<Responder>? responders = null, string? environment = null) =>
        new(incident, environment, [.. clocks ?? []], [.. responders ?? []], []);

    public static Responder Responder(Guid person, string name, IncidentRole role = IncidentRole.Responder) => new() { Incident = 42, UserId = person, Name = name, Role = role, JoinedAt = Now.AddMinutes(-11) };

    public static IncidentClock Clock(ClockKind kind, double startedMinutesAgo, double dueInMinutes) => new() { Incident = 42, Kind = kind, StartedAt = Now.AddMinutes(-startedMinutesAgo), DueAt = Now.AddMinutes(dueInMinutes) };

    public static TimelineEntry Entry(int number, TimelineKind kind, string text, int? corrects = null, params (string Key, string Value)[] detail) => new()
    {
        Incident = 42,
        Number = number,
        At = Now.AddMinutes(-12).AddSeconds(number),
        Kind = kind,
        Actor = "Ann",
        Text = text,
        Corrects = corrects,
        Detail = detail.ToDictionary(d => d.Key, d => d.Value),
    };
}
