using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Runbooks;

/// <summary>The shared ticks of a runbook being worked through: one open run per runbook, environment and incident.</summary>
public sealed class RunTicks(IDbContextFactory<OpsPortalDbContext> storage, RunbookLibrary library, IEnumerable<IRunListener> listeners, AuditLog audit, ILiveBus bus, TimeProvider time) : IRunTicks
{
    /// <summary>The open run and its ticks; null where nobody has begun.</summary>
    public async Task<OpenRun?> FindAsync(Guid runbookId, Guid environmentId, long? incident, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var run = await OpenAsync(db, runbookId, environmentId, incident, cancellation);
        return run is null ? null : new(run, await db.Ticks.AsNoTracking().Where(t => t.RunId == run.Id).ToDictionaryAsync(t => t.StepId, cancellation));
    }

    /// <summary>Ticks a manual step; the first tick begins the run. Ticking twice is ticking once.</summary>
    public async Task<Result<Run>> TickAsync(Actor actor, Guid runbookId, Guid environmentId, long? incident, string stepId, bool done, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "tick steps")!;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await MayAsync(db, actor, runbookId, environmentId, "tick steps", cancellation) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"run:{runbookId}:{environmentId}", cancellation);
        var now = time.GetUtcNow();
        var run = await OpenAsync(db, runbookId, environmentId, incident, cancellation);
        var begins = run is null;
        run ??= new Run { Id = Guid.CreateVersion7(now), RunbookId = runbookId, EnvironmentId = environmentId, Incident = incident, StartedAt = now, StartedBy = actor.Name };
        foreach (var listener in listeners)
            if (await listener.RefuseAsync(db, actor, run, cancellation) is { } stays) return stays;
        if (begins)
        {
            db.Runs.Add(run);
            await db.SaveChangesAsync(cancellation);
        }
        var tick = await db.Ticks.FirstOrDefaultAsync(t => t.RunId == run.Id && t.StepId == stepId, cancellation);
        if (tick is null == done)
        {
            if (tick is null) db.Ticks.Add(new Tick { RunId = run.Id, StepId = stepId, At = now, By = actor.Name });
            else db.Ticks.Remove(tick);
            await db.SaveChangesAsync(cancellation);
            var told = await DescribeAsync(db, runbookId, stepId, done, cancellation);
            foreach (var listener in listeners) await listener.TickedAsync(db, actor, run, told, cancellation);
            await audit.AppendAsync(db, actor, done ? "step.ticked" : "step.unticked", "step", stepId, new Dictionary<string, string> { ["run"] = run.Id.ToString() }, cancellation);
        }
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new Hint(HintKind.Run, Channel(runbookId, environmentId)), cancellation);
        foreach (var listener in listeners) await listener.CommittedAsync(run, cancellation);
        return run;
    }

    private async Task<StepTick> DescribeAsync(OpsPortalDbContext db, Guid runbookId, string stepId, bool done, CancellationToken cancellation)
    {
        var slug = await db.Runbooks.Where(r => r.Id == runbookId).Select(r => r.Slug).FirstAsync(cancellation);
        var title = (await library.FindAsync(slug, cancellation))?.Compiled.Steps.FirstOrDefault(s => s.Id == stepId)?.Title;
        return new(slug, stepId, title ?? stepId, done);
    }

    /// <summary>Ends the daily run; the next tick begins a new one.</summary>
    public async Task<Result<Run>> FinishAsync(Actor actor, Guid runbookId, Guid environmentId, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "finish a run")!;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await MayAsync(db, actor, runbookId, environmentId, "finish a run", cancellation) is { } refused) return refused;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"run:{runbookId}:{environmentId}", cancellation);
        if (await OpenAsync(db, runbookId, environmentId, null, cancellation) is not { } run) return Problem.NotFound("Nobody is working through this runbook here; there is nothing to finish.");
        run.FinishedAt = time.GetUtcNow();
        db.Update(run);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "run.finished", "run", run.Id.ToString(), null, cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new Hint(HintKind.Run, Channel(runbookId, environmentId)), cancellation);
        return run;
    }

    private static async Task<Problem?> MayAsync(OpsPortalDbContext db, Actor actor, Guid runbookId, Guid environmentId, string verb, CancellationToken cancellation)
    {
        var system = await db.Runbooks.Where(r => r.Id == runbookId).Select(r => r.System!.Slug).FirstOrDefaultAsync(cancellation);
        var environment = await db.Environments.Where(e => e.Id == environmentId).Select(e => e.Name).FirstOrDefaultAsync(cancellation);
        if (system is null || environment is null) return Problem.NotFound("This runbook or its environment is gone. Reload the page.");
        return actor.May(Permission.RunSteps, environment, system, verb);
    }

    /// <summary>The id under which the live bus tells of this runbook's ticks.</summary>
    public static string Channel(Guid runbookId, Guid environmentId) => $"{runbookId:N}{environmentId:N}";

    private static Task<Run?> OpenAsync(OpsPortalDbContext db, Guid runbookId, Guid environmentId, long? incident, CancellationToken cancellation) =>
        db.Runs.AsNoTracking().FirstOrDefaultAsync(r => r.RunbookId == runbookId && r.EnvironmentId == environmentId && r.Incident == incident && r.FinishedAt == null, cancellation);
}

/// <param name="Ticks">By step id.</param>
public sealed record OpenRun(Run Run, IReadOnlyDictionary<string, Tick> Ticks);
