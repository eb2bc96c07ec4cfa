using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Maintenance;

/// <summary>
/// One act on one plan: its row is locked, so that acts come one after the other and no tick is lost. Whoever locks other rows as well
/// locks the plan first, then integrations of alerts, then incidents.
/// </summary>
public sealed class MaintenanceWork(OpsPortalDbContext db, MaintenancePlan plan, string environment, Actor actor, DateTimeOffset now)
{
    public OpsPortalDbContext Db => db;

    /// <summary>With phases, items and signatures.</summary>
    public MaintenancePlan Plan => plan;

    /// <summary>Name of the plan's environment.</summary>
    public string Environment => environment;

    /// <summary>Who acts; <see cref="Actor.Portal"/> where nobody did.</summary>
    public Actor Actor => actor;
    public DateTimeOffset Now => now;
    internal List<MaintenanceNews> News { get; } = [];
    internal int LastEntry { get; set; }

    /// <summary>Adds a line to the plan's log; stored with the rest.</summary>
    public void Tell(string text) => db.Add(new MaintenanceEntry { Plan = plan.Number, Number = ++LastEntry, At = now, Actor = actor.Name, Text = text });
}

/// <summary>The way of every act on a plan: lock, work, listeners, audit, commit, hint.</summary>
public sealed class MaintenanceActs(
    IDbContextFactory<OpsPortalDbContext> contexts, IEnumerable<IMaintenanceListener> listeners, AuditLog audit, ILiveBus bus, TimeProvider time)
{
    /// <param name="audited">e.g. <c>maintenance.started</c>; null for what the plan's log alone tells.</param>
    /// <param name="work">Null where it went well; a problem leaves everything as it was.</param>
    public async Task<Result<MaintenancePlan>> InvokeAsync(
        Actor actor, long number, string verb, string? audited, Func<MaintenanceWork, Task<Problem?>> work, CancellationToken cancellation, Permission permission = Permission.RunSteps)
    {
        if (!actor.MaySomewhere(permission)) return actor.May(permission, toDoWhat: verb)!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await OpenAsync(db, actor, number, cancellation) is not { } act) return Missing(number);
        foreach (var system in act.Plan.Systems)
            if (actor.May(permission, act.Environment, system, verb) is { } refused) return refused;
        if (await work(act) is { } problem) return problem;
        await EndAsync(act, audited, cancellation);
        await transaction.CommitAsync(cancellation);
        await HintAsync(act.Plan, cancellation);
        return act.Plan;
    }

    /// <summary>The same within a transaction that is under way, for what happens elsewhere. The caller commits, then gives the hint.</summary>
    /// <param name="work">False where there was nothing to do.</param>
    internal async Task<MaintenancePlan?> WithinAsync(OpsPortalDbContext db, Actor actor, long number, Func<MaintenanceWork, Task<bool>> work, CancellationToken cancellation, string? audited = null)
    {
        if (await OpenAsync(db, actor, number, cancellation) is not { } act || !await work(act)) return null;
        await EndAsync(act, audited, cancellation);
        return act.Plan;
    }

    /// <summary>The same in a transaction of its own, by the portal itself.</summary>
    internal async Task<bool> AloneAsync(long number, string? audited, Func<MaintenanceWork, Task<bool>> work, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await WithinAsync(db, Actor.Portal, number, work, cancellation, audited) is not { } plan) return false;
        await transaction.CommitAsync(cancellation);
        await HintAsync(plan, cancellation);
        return true;
    }

    internal async Task EndAsync(MaintenanceWork act, string? audited, CancellationToken cancellation)
    {
        var plan = act.Plan;
        if (PlanFlow.Advance(plan, act.Now)) act.Tell(plan.Reason);
        plan.Revision++;
        await act.Db.SaveChangesAsync(cancellation);
        for (var at = 0; at < act.News.Count; at++)
            foreach (var listener in listeners) await listener.HearAsync(act, act.News[at], cancellation);
        await act.Db.SaveChangesAsync(cancellation);
        if (plan.State.IsOver() && plan.Record is null)
        {
            // Last of all, so that everything that happened is in it.
            (plan.Record, plan.RecordHash) = await Records.PlanRecord.OfAsync(act, cancellation);
            await act.Db.SaveChangesAsync(cancellation);
        }
        if (audited is null) return;
        Dictionary<string, string> detail = new() { ["title"] = plan.Title, ["systems"] = string.Join(", ", plan.Systems), ["environment"] = act.Environment, ["state"] = $"{plan.State}" };
        if (plan.RecordHash is { } hash) detail["record"] = hash;
        await audit.AppendAsync(act.Db, act.Actor, audited, "maintenance", plan.Name, detail, cancellation);
    }

    public ValueTask HintAsync(MaintenancePlan plan, CancellationToken cancellation) => bus.PublishAsync(new(HintKind.Maintenance, $"{plan.Number}", plan.Revision), cancellation);

    /// <summary>Where its revision is not at hand.</summary>
    internal ValueTask HintAsync(long number) => bus.PublishAsync(new(HintKind.Maintenance, $"{number}"));

    public static Problem Missing(long number) => Problem.NotFound($"There is no maintenance MNT-{number}.");

    private async Task<MaintenanceWork?> OpenAsync(OpsPortalDbContext db, Actor actor, long number, CancellationToken cancellation)
    {
        // The lock alone, then the row through the filters of who may see it.
        await db.Database.ExecuteSqlAsync($"select 1 from maintenance_plans where number = {number} for update", cancellation);
        if (await db.MaintenancePlans.Include(p => p.Phases.OrderBy(x => x.Position)).Include(p => p.Items.OrderBy(i => i.Number)).ThenInclude(i => i.Signed).AsSplitQuery()
            .FirstOrDefaultAsync(p => p.Number == number, cancellation) is not { } plan) return null;
        return await ActAsync(db, plan, actor, cancellation);
    }

    internal async Task<MaintenanceWork> ActAsync(OpsPortalDbContext db, MaintenancePlan plan, Actor actor, CancellationToken cancellation) =>
        new(db, plan, await db.Environments.IgnoreQueryFilters().Where(e => e.Id == plan.EnvironmentId).Select(e => e.Name).FirstAsync(cancellation), actor, time.GetUtcNow())
        {
            LastEntry = await db.MaintenanceEntries.Where(e => e.Plan == plan.Number).MaxAsync(e => (int?)e.Number, cancellation) ?? 0,
        };
}
