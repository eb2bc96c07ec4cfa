using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Clocks;

/// <summary>"Monitor for 15 minutes": a clock that begins anew when an alert or a check fails meanwhile, and tells when its time is over.</summary>
public sealed class MonitorIncident(IncidentActs acts, WatchIncident watch)
{
    public const int Longest = 24 * 60;

    /// <param name="minutes">From now; 0 ends it early.</param>
    public Task<Result<Incident>> InvokeAsync(Actor actor, long number, int minutes, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "monitor an incident", null, async work =>
        {
            if (minutes is < 0 or > Longest) return Problem.Invalid($"Monitor for 1 to {Longest:N0} minutes, or 0 to end it.", "minutes");
            var clock = await work.Db.IncidentClocks.FirstOrDefaultAsync(c => c.Incident == number && c.Kind == ClockKind.Monitor, cancellation);
            if (minutes == 0)
            {
                if (clock is null or { StoppedAt: not null }) return Problem.Conflict("Nobody monitors it at the moment.");
                ClockRules.Stop(clock, work.Now);
                work.Tell(TimelineKind.Clock, $"{work.Actor.Name} ended the monitoring", new Dictionary<string, string> { ["clock"] = $"{ClockKind.Monitor}" });
                return null;
            }
            if (!work.Incident.State.IsOpen()) return Problem.Conflict($"{work.Incident.Name} is {work.Incident.State.Word()}. Reopen it to monitor it.");
            if (clock is null) work.Db.IncidentClocks.Add(clock = new() { Incident = number, Kind = ClockKind.Monitor });
            var due = work.Now.AddMinutes(minutes);
            ClockRules.Start(clock, work.Now, due);
            work.Tell(TimelineKind.Clock, $"{work.Actor.Name} monitors it for {minutes} min: {MonitorRules.Watching(await watch.OfAsync(work.Incident, cancellation))}", new Dictionary<string, string> { ["clock"] = $"{ClockKind.Monitor}", ["due"] = $"{due:O}" });
            return null;
        }, cancellation);
}
