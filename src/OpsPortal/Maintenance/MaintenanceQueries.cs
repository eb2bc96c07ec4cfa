using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance;

/// <summary>A plan with what its rows do not say themselves.</summary>
/// <param name="Environment">Name.</param>
public sealed record MaintenanceSheet(MaintenancePlan Plan, string Environment)
{
    public int Done => Plan.Items.Count(i => i.Settled);
    public bool Overrun(DateTimeOffset now) => Plan.State.IsRunning() && Plan.EndsAt <= now;
}

/// <param name="Over">Null lists all, true those that are over, false the others.</param>
/// <param name="Before">Number of the last plan that is known; those with smaller numbers follow.</param>
public sealed record MaintenanceFilter(bool? Over = null, string? System = null, long? Before = null, int Limit = 50);

/// <summary>Plans, for pages, the status page and checks. Narrowed to what whoever asks may see.</summary>
public sealed class MaintenanceQueries(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    /// <summary>Newest number first.</summary>
    public async Task<IReadOnlyList<MaintenanceSheet>> ListAsync(MaintenanceFilter filter, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var plans = db.MaintenancePlans.AsNoTracking();
        if (filter.Over is { } over) plans = over ? plans.Where(p => p.State == MaintenanceState.Completed || p.State == MaintenanceState.Cancelled) : plans.Where(p => p.State != MaintenanceState.Completed && p.State != MaintenanceState.Cancelled);
        if (filter.System is { } system) plans = plans.Where(p => p.Systems.Contains(system));
        if (filter.Before is { } before) plans = plans.Where(p => p.Number < before);
        return await SheetsAsync(db, plans.OrderByDescending(p => p.Number).Take(filter.Limit), cancellation);
    }

    /// <summary>Those that are not over, by their beginning.</summary>
    public async Task<IReadOnlyList<MaintenanceSheet>> AheadAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SheetsAsync(db, db.MaintenancePlans.AsNoTracking().Where(p => p.State != MaintenanceState.Completed && p.State != MaintenanceState.Cancelled).OrderBy(p => p.StartsAt).Take(200), cancellation);
    }

    /// <summary>What is scheduled, running or over since then, by its beginning: what a status page tells. Drafts, and what was cancelled before anybody heard of it, are left out.</summary>
    public async Task<IReadOnlyList<MaintenanceSheet>> PublishedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SheetsAsync(db, db.MaintenancePlans.AsNoTracking().Where(p => (p.AnnouncedAt != null || p.StartedAt != null) && p.State != MaintenanceState.Draft && p.State != MaintenanceState.AwaitingApproval
            && (p.EndedAt == null || p.EndedAt >= since)).OrderBy(p => p.StartsAt).Take(500), cancellation);
    }

    /// <summary>Null where there is none.</summary>
    public async Task<MaintenanceSheet?> FindAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await SheetsAsync(db, db.MaintenancePlans.AsNoTracking().Where(p => p.Number == number), cancellation) is [var found] ? found : null;
    }

    /// <summary>The plan's own log, oldest first; null where there is no such plan.</summary>
    public async Task<IReadOnlyList<MaintenanceEntry>?> LogAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.MaintenancePlans.AnyAsync(p => p.Number == number, cancellation)) return null;
        return await db.MaintenanceEntries.AsNoTracking().Where(e => e.Plan == number).OrderBy(e => e.Number).ToListAsync(cancellation);
    }

    /// <summary>Whether a component is under maintenance now. Asks for no right: checks go by it.</summary>
    /// <param name="component">Null asks about the system as a whole, which a plan of single components does not cover.</param>
    /// <returns>The plan; null where none is under way there.</returns>
    public async Task<MaintenancePlan?> CoversAsync(string system, Guid? environment, string? component, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var running = await db.MaintenancePlans.IgnoreQueryFilters().AsNoTracking()
            .Where(p => (p.State == MaintenanceState.InProgress || p.State == MaintenanceState.Verifying) && p.StartedAt <= now && p.EnvironmentId == environment && p.Systems.Contains(system)).OrderBy(p => p.Number).ToListAsync(cancellation);
        return running.Find(p => p.Covers(system, environment, component));
    }

    /// <summary>When each lead time comes, by time; null where it went out.</summary>
    public async Task<IReadOnlyList<MaintenanceAnnouncement>> AnnouncementsAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.MaintenancePlans.AnyAsync(p => p.Number == number, cancellation)) return [];
        return await db.MaintenanceAnnouncements.AsNoTracking().Where(a => a.Plan == number).OrderBy(a => a.DueAt).ToListAsync(cancellation);
    }

    /// <summary>Those that go on, by title.</summary>
    public async Task<IReadOnlyList<MaintenanceSeries>> SeriesAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.MaintenanceSeries.AsNoTracking().Where(s => s.EndedAt == null).OrderBy(s => s.Title).ToListAsync(cancellation);
    }

    /// <summary>Accounts that can own a plan or take part, by name.</summary>
    public async Task<IReadOnlyList<PlanPerson>> PeopleAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.Where(u => u.DisabledAt == null && !u.Automation).OrderBy(u => u.DisplayName).Take(1_000).Select(u => new PlanPerson(u.Id, u.DisplayName)).ToListAsync(cancellation);
    }

    /// <summary>Says that somebody has the plan's page open, until a minute from now, and tells who else has.</summary>
    public async Task<IReadOnlyList<PlanPerson>> WatchAsync(Actor actor, long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (actor.Id == Guid.Empty || !await db.MaintenancePlans.AnyAsync(p => p.Number == number, cancellation)) return [];
        var (now, until) = (time.GetUtcNow(), time.GetUtcNow().AddMinutes(1));
        await db.Database.ExecuteSqlAsync($"""
            insert into maintenance_presences (plan, user_id, name, until) values ({number}, {actor.Id}, {actor.Name}, {until})
            on conflict (plan, user_id) do update set until = excluded.until
            """, cancellation);
        return await db.MaintenancePresences.AsNoTracking().Where(p => p.Plan == number && p.Until > now).OrderBy(p => p.Name).Select(p => new PlanPerson(p.UserId, p.Name)).ToListAsync(cancellation);
    }

    public async Task LeaveAsync(Actor actor, long number)
    {
        await using var db = await contexts.CreateDbContextAsync();
        await db.MaintenancePresences.Where(p => p.Plan == number && p.UserId == actor.Id).ExecuteDeleteAsync();
    }

    private static async Task<IReadOnlyList<MaintenanceSheet>> SheetsAsync(OpsPortalDbContext db, IQueryable<MaintenancePlan> which, CancellationToken cancellation)
    {
        var plans = await which.Include(p => p.Phases.OrderBy(x => x.Position)).Include(p => p.Items.OrderBy(i => i.Number)).ThenInclude(i => i.Signed).AsSplitQuery().ToListAsync(cancellation);
        var places = plans.Select(p => p.EnvironmentId).Distinct().ToList();
        var names = await db.Environments.IgnoreQueryFilters().Where(e => places.Contains(e.Id)).ToDictionaryAsync(e => e.Id, e => e.Name, cancellation);
        return [.. plans.Select(p => new MaintenanceSheet(p, names[p.EnvironmentId]))];
    }
}
