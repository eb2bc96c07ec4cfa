using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents;

/// <summary>Takes an incident from one state to another, and changes its severity: the clocks follow.</summary>
public sealed class MoveIncident(IncidentActs acts)
{
    /// <param name="note">What was found or done; null where nobody says.</param>
    public Task<Result<Incident>> InvokeAsync(Actor actor, long number, IncidentState next, string? note, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, $"say that an incident is {next.Word()}", $"incident.{(next == IncidentState.Investigating ? "investigated" : next.Word())}", async work =>
        {
            if (IncidentFlow.Refuse(work.Incident, next) is { } refused) return refused;
            await EnterAsync(work, next, Sentence(work, next, note), cancellation);
            return null;
        }, cancellation);

    public Task<Result<Incident>> ChangeSeverityAsync(Actor actor, long number, string severity, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "change an incident's severity", "incident.severityChanged", async work =>
        {
            var chosen = SeverityChoice.Of(work.Policy, severity);
            if (!chosen.Succeeded) return chosen.Problem;
            var before = work.Incident.Severity;
            if (before == chosen.Value) return Problem.Conflict($"{work.Incident.Name} has the severity {before} already.");
            await SetSeverityAsync(work, chosen.Value, $"{work.Actor.Name} changed the severity from {before} to {chosen.Value}{Because(reason)}", cancellation);
            return null;
        }, cancellation);

    /// <summary>Within an act that is under way.</summary>
    internal static async Task SetSeverityAsync(IncidentWork work, string severity, string sentence, CancellationToken cancellation)
    {
        var before = work.Incident.Severity;
        work.Incident.Severity = severity;
        work.Tell(TimelineKind.Severity, sentence, new Dictionary<string, string> { ["from"] = before, ["to"] = severity });
        await WindAsync(work, cancellation);
        work.News.Add(new IncidentNews.SeverityChanged(before));
    }

    /// <summary>Within an act that is under way.</summary>
    internal static async Task EnterAsync(IncidentWork work, IncidentState next, string sentence, CancellationToken cancellation)
    {
        var before = work.Incident.State;
        IncidentFlow.Enter(work.Incident, next, work.Actor.Name, work.Now);
        work.Tell(next == IncidentState.Acknowledged ? TimelineKind.Acknowledged : TimelineKind.State, sentence,
            new Dictionary<string, string> { ["from"] = $"{before}", ["to"] = $"{next}" });
        await WindAsync(work, cancellation);
        work.News.Add(new IncidentNews.Moved(before));
    }

    private static async Task WindAsync(IncidentWork work, CancellationToken cancellation)
    {
        var clocks = await work.Db.IncidentClocks.Where(c => c.Incident == work.Incident.Number).ToListAsync(cancellation);
        var known = clocks.ToHashSet();
        ClockRules.Wind(clocks, work.Incident, work.Severity, work.Now);
        work.Db.IncidentClocks.AddRange(clocks.Where(c => !known.Contains(c)));
    }

    private static string Sentence(IncidentWork work, IncidentState next, string? note) => (next switch
    {
        IncidentState.Acknowledged => $"{work.Actor.Name} acknowledged: is on it",
        IncidentState.Investigating when !work.Incident.State.IsOpen() => $"{work.Actor.Name} reopened it",
        IncidentState.Investigating => $"{work.Actor.Name} investigates",
        IncidentState.Mitigated => $"{work.Actor.Name} says it is mitigated",
        IncidentState.Resolved => $"{work.Actor.Name} resolved it",
        _ => $"{work.Actor.Name} finished the review",
    }) + Because(note);

    private static string Because(string? why) => string.IsNullOrWhiteSpace(why) ? "" : $": {why.Trim()}";
}
