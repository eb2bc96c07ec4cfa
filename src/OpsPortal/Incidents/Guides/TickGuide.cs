using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Guides;

/// <summary>Ticks an item of the response guide, or takes the tick away; the timeline tells either.</summary>
public sealed class TickGuide(IncidentActs acts)
{
    /// <param name="item">Its key. Ticking twice is ticking once.</param>
    public Task<Result<Incident>> InvokeAsync(Actor actor, long number, string item, bool done, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "tick items of the response guide", null, async work =>
        {
            if (ResponseGuide.Find(new(work.Incident, null, [], [], []), item) is not { } found)
                return Problem.NotFound($"The guide for this kind of incident ({work.Incident.Kind.Word()}) has no item {item}; those that it has stand at /api/v1/incidents/{number}/guide.");
            if (found.Happened is not null) return Problem.Conflict($"\"{found.Says}\" is ticked by what happened ({found.Happened}); nobody has to.");
            var tick = await work.Db.GuideTicks.FirstOrDefaultAsync(t => t.Incident == number && t.Item == item, cancellation);
            if (tick is not null == done) return null;
            if (tick is null) work.Db.GuideTicks.Add(new() { Incident = number, Item = item, By = actor.Name, At = work.Now });
            else work.Db.GuideTicks.Remove(tick);
            work.Tell(TimelineKind.SignOff, done ? $"{actor.Name} did: {found.Says}" : $"{actor.Name} took back that this was done: {found.Says}",
                new Dictionary<string, string> { ["guide"] = item, ["done"] = done ? "true" : "false" });
            return null;
        }, cancellation);
}
