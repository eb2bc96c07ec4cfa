using static OpsPortal.Incidents.IncidentState;

namespace OpsPortal.Incidents;

/// <summary>Which state follows which.</summary>
public static class IncidentFlow
{
    /// <summary>Forward past states that were not told, back by reopening.</summary>
    public static IReadOnlyList<IncidentState> Next(IncidentState state) => state switch
    {
        Detected => [Acknowledged, Investigating, Mitigated, Resolved],
        Acknowledged => [Investigating, Mitigated, Resolved],
        Investigating => [Mitigated, Resolved],
        Mitigated => [Resolved, Investigating],
        Resolved => [Reviewed, Investigating],
        _ => [Investigating],
    };

    public static bool IsOpen(this IncidentState state) => state < Resolved;

    /// <summary>Null where it may; otherwise what to tell people.</summary>
    public static Problem? Refuse(Incident incident, IncidentState next) =>
        incident.State == next ? Problem.Conflict($"{incident.Name} is {Word(next)} already.")
        : Next(incident.State).Contains(next) ? null
        : Problem.Conflict($"{incident.Name} is {Word(incident.State)}; from there it can become {string.Join(" or ", Next(incident.State).Select(Word))}.");

    public static string Word(this IncidentState state) => state.ToString().ToLowerInvariant();

    /// <summary>Puts the incident into the state, with the moments that belong to it.</summary>
    internal static void Enter(Incident incident, IncidentState next, string who, DateTimeOffset now)
    {
        incident.State = next;
        if (next is Detected) return;
        // Whoever investigates or ends it has seen it.
        if (incident.AcknowledgedAt is null) (incident.AcknowledgedAt, incident.AcknowledgedBy) = (now, who);
        incident.MitigatedAt = next is Acknowledged or Investigating ? null : incident.MitigatedAt ?? now;
        incident.ResolvedAt = next < Resolved ? null : incident.ResolvedAt ?? now;
        incident.ReviewedAt = next < Reviewed ? null : now;
    }
}
