using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Runbooks;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Timeline;

/// <summary>Manual steps that people do for an incident, in its timeline.</summary>
internal sealed class TellTicks(IncidentActs acts, ILiveBus bus) : IRunListener
{
    public async Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Run run, CancellationToken cancellation)
    {
        if (run.Incident is not { } number) return null;
        return await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number, cancellation) switch
        {
            null => IncidentActs.Missing(number),
            { State: IncidentState.Reviewed } over => Problem.Conflict($"{over.Name} is over and reviewed. Reopen it, or tick the step on the runbook's own page."),
            _ => null,
        };
    }

    public async Task TickedAsync(OpsPortalDbContext db, Actor actor, Run run, StepTick tick, CancellationToken cancellation)
    {
        if (run.Incident is not { } number) return;
        await acts.WithinAsync(db, actor, number, work =>
        {
            work.Tell(TimelineKind.SignOff, tick.Done ? $"{actor.Name} did by hand: {tick.Title}" : $"{actor.Name} took back that this was done: {tick.Title}",
                new Dictionary<string, string> { ["runbook"] = tick.Runbook, ["step"] = tick.StepId, ["done"] = tick.Done ? "true" : "false" });
            return Task.CompletedTask;
        }, cancellation);
    }

    public ValueTask CommittedAsync(Run run, CancellationToken cancellation) =>
        run.Incident is { } number ? bus.PublishAsync(new(HintKind.Incident, $"{number}"), cancellation) : ValueTask.CompletedTask;
}
