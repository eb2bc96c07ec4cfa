using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;

namespace OpsPortal.Incidents;

/// <summary>The one act that is most likely next: the big button.</summary>
/// <param name="Verb">"Acknowledge INC-42"</param>
public sealed record NextAct(NextActKind Kind, string Verb)
{
    /// <summary>A status update is asked for this long before it is due.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromMinutes(5);

    /// <summary>Null where nothing is left to do. Pure.</summary>
    public static NextAct? Of(IncidentSheet sheet, Guid person, DateTimeOffset now)
    {
        var incident = sheet.Incident;
        var open = incident.State.IsOpen();
        if (incident.State == IncidentState.Detected) return new(NextActKind.Acknowledge, $"Acknowledge {incident.Name}");
        if (open && sheet.With(IncidentRole.Commander) is null) return new(NextActKind.Lead, $"Take the lead of {incident.Name}");
        if (open && sheet.Present.All(r => r.UserId != person)) return new(NextActKind.Join, $"Join {incident.Name}");
        if (open && sheet.Running.FirstOrDefault(c => c.Kind == ClockKind.Update) is { } update && update.DueAt - now < Early)
            return new(NextActKind.TellStatus, $"Send a status update ({(update.DueAt > now ? $"due {ClockText.Left(update, now)}" : ClockText.Left(update, now))})");
        return incident.State switch
        {
            IncidentState.Acknowledged => new(NextActKind.Investigate, $"Start to investigate {incident.Name}"),
            IncidentState.Investigating => new(NextActKind.Mitigate, $"Say that {incident.Name} is mitigated"),
            IncidentState.Mitigated => new(NextActKind.Resolve, $"Resolve {incident.Name}"),
            IncidentState.Resolved => new(NextActKind.Review, $"Finish the review of {incident.Name}"),
            _ => null,
        };
    }
}

public enum NextActKind { Acknowledge, Lead, Join, TellStatus, Investigate, Mitigate, Resolve, Review }
