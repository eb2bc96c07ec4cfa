using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Clocks;

/// <summary>Which clocks run, from the severity's policy and the incident's state. Pure.</summary>
internal static class ClockRules
{
    /// <summary>Told again this often where nobody reviews.</summary>
    private static readonly TimeSpan ReviewReminder = TimeSpan.FromDays(1);

    /// <summary>From when to when each clock runs. A clock without a time in the policy does not.</summary>
    private static (DateTimeOffset? From, TimeSpan? Within) Of(ClockKind kind, Incident incident, SeverityLevel? policy, DateTimeOffset now) => kind switch
    {
        ClockKind.Respond => (incident.AcknowledgedAt is null ? incident.DetectedAt : null, policy?.RespondWithin),
        ClockKind.Escalate => (incident.State < IncidentState.Mitigated ? incident.DetectedAt : null, policy?.EscalateAfter),
        ClockKind.Update => (incident.State.IsOpen() ? now : null, policy?.UpdateEvery),
        ClockKind.Resolve => (incident.State.IsOpen() ? incident.DetectedAt : null, policy?.MttrTarget),
        ClockKind.Review => (incident.State == IncidentState.Resolved ? incident.ResolvedAt : null, policy?.PostMortemWithin),
        _ => (null, null),
    };

    /// <summary>Brings the clocks in line after the state or the severity changed. One that ran out and is still asked for keeps its time.</summary>
    public static void Wind(IList<IncidentClock> clocks, Incident incident, SeverityLevel? policy, DateTimeOffset now)
    {
        foreach (var kind in Enum.GetValues<ClockKind>())
        {
            if (kind == ClockKind.Monitor && incident.State.IsOpen()) continue;
            var (from, within) = Of(kind, incident, policy, now);
            var clock = clocks.FirstOrDefault(c => c.Kind == kind);
            if (from is not { } start || within is not { } time)
            {
                if (clock is { StoppedAt: null }) Stop(clock, now);
                continue;
            }
            if (clock is null) clocks.Add(clock = new() { Incident = incident.Number, Kind = kind });
            var due = start + time;
            // The next update stays due when it was, unless the policy wants it sooner.
            if (kind == ClockKind.Update && clock.StoppedAt is null && clock.StartedAt != default) (start, due) = (clock.StartedAt, clock.StartedAt + time);
            if (clock.StoppedAt is null && clock.RanOutAt is not null && clock.DueAt <= due) continue;
            Start(clock, start, due);
        }
    }

    /// <summary>An update went out: the next one is due a whole turn later.</summary>
    public static void Updated(IncidentClock clock, SeverityLevel? policy, DateTimeOffset now)
    {
        if (clock.StoppedAt is null && policy?.UpdateEvery is { } every) Start(clock, now, now + every);
    }

    /// <summary>The clock ran out and somebody is told. After an outage of the portal this happens once, not once for each turn that was missed.</summary>
    /// <param name="nextLevel">Time until the level after the one that is called now; null where there is none.</param>
    public static void Act(IncidentClock clock, SeverityLevel? policy, TimeSpan? nextLevel, DateTimeOffset now)
    {
        clock.RanOutAt ??= clock.DueAt;
        clock.Acted++;
        clock.ActAt = clock.Kind switch
        {
            ClockKind.Escalate => now + nextLevel,
            ClockKind.Update => now + policy?.UpdateEvery,
            ClockKind.Review => now + ReviewReminder,
            _ => null,
        };
        // It asked for nothing but to be told.
        if (clock.Kind == ClockKind.Monitor) Stop(clock, now);
    }

    public static void Start(IncidentClock clock, DateTimeOffset start, DateTimeOffset due) =>
        (clock.StartedAt, clock.DueAt, clock.ActAt, clock.StoppedAt, clock.RanOutAt, clock.Acted) = (start, due, due, null, null, 0);

    public static void Stop(IncidentClock clock, DateTimeOffset now) => (clock.StoppedAt, clock.ActAt) = (now, null);
}
