using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Checks.Running;
using OpsPortal.Incidents;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Checks;

/// <summary>Lets a check rest, wakes it up, runs it now. Responders do.</summary>
public sealed class PauseCheck(IDbContextFactory<OpsPortalDbContext> contexts, SaveCheck save, CheckIncidents incidents, AuditLog audit, ILiveBus bus, TimeProvider time)
{
    private const int LongestReason = 200;

    public Task<Result<Check>> PauseAsync(Actor actor, int id, string reason, CancellationToken cancellation) => DoAsync(actor, id, "pause checks", "check.paused", async (db, check, standing, now) =>
    {
        if (check.PausedAt is not null) return (Problem.Conflict($"{check.PausedBy} paused {check.Name} already: {check.PauseReason}"), null);
        if (reason.Trim().Length is 0 or > LongestReason) return (Problem.Invalid($"Say why in a few words (at most {LongestReason} characters), so that others know when to resume it.", "reason"), null);
        var incident = await save.LeaveAsync(db, check, $"{actor.Name} paused the check {check.Name}: {reason.Trim()}", cancellation);
        (check.PausedAt, check.PausedBy, check.PauseReason) = (now, actor.Name, reason.Trim());
        Enter(db, standing, CheckState.Paused, $"{actor.Name} paused it: {check.PauseReason}", now);
        (standing.DueAt, standing.Incident, standing.ExecutionId, standing.Burn) = (null, null, null, BurnAlert.None);
        return (null, incident);
    }, cancellation);

    public Task<Result<Check>> ResumeAsync(Actor actor, int id, CancellationToken cancellation) => DoAsync(actor, id, "resume checks", "check.resumed", (db, check, standing, now) =>
    {
        if (check.PausedAt is null) return Task.FromResult<(Problem?, Incident?)>((Problem.Conflict($"{check.Name} is not paused."), null));
        (check.PausedAt, check.PausedBy, check.PauseReason) = (null, null, null);
        Enter(db, standing, CheckState.Unknown, $"{actor.Name} resumed it", now);
        standing.DueAt = check.Spec is HeartbeatCheck beat ? now + check.Interval + TimeSpan.FromSeconds(beat.GraceSeconds) : now;
        return Task.FromResult<(Problem?, Incident?)>((null, null));
    }, cancellation);

    /// <summary>As soon as a worker is free; the page hears of it.</summary>
    public Task<Result<Check>> RunNowAsync(Actor actor, int id, CancellationToken cancellation) => DoAsync(actor, id, "run checks", null, (db, check, standing, now) =>
    {
        if (check.PausedAt is not null) return Task.FromResult<(Problem?, Incident?)>((Problem.Conflict($"{check.Name} is paused; resume it first."), null));
        if (check.Spec is HeartbeatCheck) return Task.FromResult<(Problem?, Incident?)>((Problem.Conflict("A heartbeat is not run: it waits to be called at its secret address."), null));
        // What is under way comes to its own end.
        if (standing.ExecutionId is null) standing.DueAt = now;
        return Task.FromResult<(Problem?, Incident?)>((null, null));
    }, cancellation);

    private async Task<Result<Check>> DoAsync(
        Actor actor, int id, string verb, string? audited, Func<OpsPortalDbContext, Check, CheckStanding, DateTimeOffset, Task<(Problem? Problem, Incident? Incident)>> act, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: verb)!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Checks.Include(c => c.Environment).FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancellation) is not { } check) return SaveCheck.Missing(id);
        if (actor.May(Permission.RunSteps, check.Environment!.Name, check.System, verb) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await CheckIncidents.LockAsync(db, check, cancellation);
        await db.Entry(check).ReloadAsync(cancellation);
        if (await db.CheckStandings.FirstOrDefaultAsync(s => s.CheckId == id, cancellation) is not { } standing) return SaveCheck.Missing(id);
        var (problem, incident) = await act(db, check, standing, time.GetUtcNow());
        if (problem is not null) return problem;
        await db.SaveChangesAsync(cancellation);
        if (audited is not null) await audit.AppendAsync(db, actor, audited, "check", $"{check.Id}", new Dictionary<string, string> { ["name"] = check.Name, ["system"] = check.System, ["environment"] = check.Environment.Name, ["reason"] = check.PauseReason ?? "" }, cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Check, $"{id}"), cancellation);
        if (incident is not null) await incidents.HintAsync(incident, cancellation);
        return check;
    }

    /// <summary>Whoever holds a claim loses it: a run that is under way leaves nothing.</summary>
    private static void Enter(OpsPortalDbContext db, CheckStanding standing, CheckState state, string why, DateTimeOffset now)
    {
        db.CheckChanges.Add(new() { CheckId = standing.CheckId, At = now, From = standing.State, To = state, Why = why, Incident = standing.Incident });
        (standing.State, standing.Since, standing.Why, standing.Recent, standing.ClaimId, standing.ClaimUntil) = (state, now, why, "", null, null);
    }
}
