using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Clocks;

/// <summary>Clocks in words.</summary>
public static class ClockText
{
    public static string Name(ClockKind kind) => kind switch
    {
        ClockKind.Respond => "respond",
        ClockKind.Escalate => "escalate",
        ClockKind.Update => "next update due",
        ClockKind.Resolve => "resolve",
        ClockKind.Monitor => "monitoring ends",
        _ => "review due",
    };

    /// <summary>"in 3 min", "4 min over", "met after 2 min".</summary>
    public static string Left(IncidentClock clock, DateTimeOffset now) =>
        clock.StoppedAt is { } stopped ? stopped <= clock.DueAt ? $"done after {Show(stopped - clock.StartedAt)}" : $"done {Show(stopped - clock.DueAt)} late"
        : clock.DueAt > now ? $"in {Show(clock.DueAt - now)}" : $"{Show(now - clock.DueAt)} over";

    internal static string RanOut(Incident incident, IncidentClock clock, DateTimeOffset now)
    {
        var again = clock.Acted > 0 ? " Still" : "";
        var late = now - clock.DueAt is { TotalMinutes: >= 1 } over ? $", {Show(over)} ago" : "";
        return clock.Kind switch
        {
            ClockKind.Respond when clock.DueAt <= clock.StartedAt => $"{incident.Severity} is to be acknowledged at once, and nobody has yet.",
            ClockKind.Respond => $"Nobody acknowledged {incident.Severity} within {Show(clock.DueAt - clock.StartedAt)}{late}.",
            ClockKind.Escalate => $"It is not mitigated after {Show(now - clock.StartedAt)}: it goes up a level.",
            ClockKind.Update => $"A status update was due{late}.{(again.Length > 0 ? " Nobody has written one yet." : "")}",
            ClockKind.Resolve => $"It was to be resolved within {Show(clock.DueAt - clock.StartedAt)}{late}.",
            _ => $"The review was due{late}.",
        };
    }

    /// <summary>Of a monitoring.</summary>
    internal static string RanOut(IncidentClock clock, DateTimeOffset now) =>
        $"{Show(clock.DueAt - clock.StartedAt)} of monitoring are over{(now - clock.DueAt is { TotalMinutes: >= 1 } over ? $", {Show(over)} ago" : "")}.";

    internal static string Show(TimeSpan time) => Math.Round(time.TotalSeconds) <= 0 ? "0 s" : DurationWords.Show(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)));
}
