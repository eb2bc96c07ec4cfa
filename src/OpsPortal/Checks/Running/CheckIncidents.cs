using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>
/// What a failing check does to incidents. All within the caller's transaction, which holds the lock of the check's place
/// (<see cref="LockAsync"/>): checks of one place that fail together are one incident.
/// </summary>
public sealed class CheckIncidents(DeclareIncident declare, IncidentActs acts)
{
    private const string KeyPrefix = "check:";

    public static Task LockAsync(OpsPortalDbContext db, Check check, CancellationToken cancellation) => db.LockAsync($"checks:{check.SystemId}:{check.EnvironmentId}", cancellation);

    /// <summary>Declares an incident, or joins the one that another check of the same place has declared.</summary>
    /// <returns>Null where none could be declared; <paramref name="told"/> hears why.</returns>
    public async Task<Incident?> OpenAsync(OpsPortalDbContext db, Check check, string why, Action<string> told, CancellationToken cancellation)
    {
        var open = await db.Incidents.AsNoTracking().Where(i => i.SystemId == check.SystemId && i.EnvironmentId == check.EnvironmentId && i.ResolvedAt == null && i.Key.StartsWith(KeyPrefix))
            .OrderBy(i => i.Number).Select(i => (long?)i.Number).FirstOrDefaultAsync(cancellation);
        if (open is { } number)
        {
            var joined = await acts.WithinAsync(db, Actor.Portal, number, work =>
            {
                if (!work.Incident.State.IsOpen()) return Task.CompletedTask;
                Tell(work, check, "failing", $"{check.Name} fails as well: {why}");
                if (check.Component is { } component && !work.Incident.Components.Contains(component)) work.Incident.Components = [.. work.Incident.Components, component];
                return Task.CompletedTask;
            }, cancellation);
            if (joined is { } still && still.State.IsOpen()) return still;
        }
        var before = await db.CheckChanges.Where(c => c.CheckId == check.Id).MaxAsync(c => (long?)c.Id, cancellation) ?? 0;
        var environment = await db.Environments.Where(e => e.Id == check.EnvironmentId).Select(e => e.Name).FirstAsync(cancellation);
        var title = $"{check.Name}: {why}";
        var declared = await declare.WithinAsync(db, Actor.Portal, new(check.System, check.Severity, title.Length <= 200 ? title : title[..199] + "…", $"{KeyPrefix}{check.Id}:{before}")
        {
            Environment = environment,
            Components = check.Component is { } part ? [part] : [],
            Runbook = check.Spec is StepCheckSpec step ? step.Runbook : null,
            Source = $"the check {check.Name}",
        }, cancellation);
        if (!declared.Succeeded)
        {
            told(declared.Problem.Detail);
            return null;
        }
        var work = declared.Value.Work;
        Tell(work, check, "failing", $"{check.Name} fails: {why}");
        await acts.EndAsync(work, "incident.declared", cancellation);
        return work.Incident;
    }

    /// <summary>Tells the incident that the check is well, or looks no more; ends it where that was all it was about.</summary>
    public async Task<Incident?> LeaveAsync(OpsPortalDbContext db, Check check, long number, string sentence, bool isWell, CancellationToken cancellation) =>
        await acts.WithinAsync(db, Actor.Portal, number, async work =>
        {
            if (!work.Incident.State.IsOpen()) return;
            Tell(work, check, isWell ? "passing" : "left", sentence);
            if (isWell && check.ResolvesIncident && await IsAllAboutAsync(db, check, work.Incident, cancellation))
                await MoveIncident.EnterAsync(work, IncidentState.Resolved, "Every check that it was about passes again; resolved by itself", cancellation);
        }, cancellation);

    public ValueTask HintAsync(Incident incident, CancellationToken cancellation) => acts.HintAsync(incident, cancellation);

    /// <summary>A check had declared it, no other check still fails in it, and no alert came into it.</summary>
    private static async Task<bool> IsAllAboutAsync(OpsPortalDbContext db, Check check, Incident incident, CancellationToken cancellation) =>
        incident.Key.StartsWith(KeyPrefix, StringComparison.Ordinal)
        && !await db.CheckStandings.AnyAsync(s => s.Incident == incident.Number && s.CheckId != check.Id, cancellation)
        && !await db.Alerts.AnyAsync(a => a.Incident == incident.Number, cancellation);

    private static void Tell(IncidentWork work, Check check, string state, string text) =>
        work.Tell(TimelineKind.Check, text, new Dictionary<string, string> { ["check"] = $"{check.Id}", ["state"] = state, ["link"] = check.Link });
}
