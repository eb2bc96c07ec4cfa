using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>What stands on the calendar. Queries are narrowed to what the one who asks may see.</summary>
public sealed class ScheduleQueries(IDbContextFactory<OpsPortalDbContext> storage)
{
    /// <summary>By next time; those that never fall again last.</summary>
    /// <param name="runbook">Slug; null takes all.</param>
    public async Task<IReadOnlyList<ScheduleLine>> ListAsync(string? runbook, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var schedules = await db.RunSchedules.AsNoTracking().Include(s => s.Environment).Include(s => s.Runbook)
            .Where(s => s.RemovedAt == null && (runbook == null || s.Runbook!.Slug == runbook)).OrderBy(s => s.NextAt == null).ThenBy(s => s.NextAt).ThenBy(s => s.Id).Take(1000).ToListAsync(cancellation);
        var ids = schedules.Select(s => s.Id).ToList();
        var last = await db.Firings.AsNoTracking().Where(f => ids.Contains(f.ScheduleId)).GroupBy(f => f.ScheduleId).Select(g => g.OrderByDescending(f => f.DueAt).First()).ToDictionaryAsync(f => f.ScheduleId, cancellation);
        return [.. schedules.Select(s => new ScheduleLine(s, last.GetValueOrDefault(s.Id)))];
    }

    public async Task<Result<ScheduleDetail>> FindAsync(Actor actor, long id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await ArrangeSchedule.FindAsync(db, id, cancellation) is not { } schedule) return ArrangeSchedule.Missing(id);
        if (actor.May(Permission.See, schedule.Environment?.Name, schedule.System) is { } refused) return refused;
        var firings = await db.Firings.AsNoTracking().Where(f => f.ScheduleId == id).OrderByDescending(f => f.DueAt).Take(50).ToListAsync(cancellation);
        var approval = await db.StandingApprovals.AsNoTracking().Where(a => a.ScheduleId == id).OrderByDescending(a => a.CreatedAt).FirstOrDefaultAsync(cancellation);
        return new ScheduleDetail(schedule, firings, approval);
    }
}

/// <param name="Last">The newest firing, or null.</param>
public sealed record ScheduleLine(RunSchedule Schedule, Firing? Last);

/// <param name="Firings">The newest 50, newest first.</param>
/// <param name="Approval">The newest one, whether it holds or not.</param>
public sealed record ScheduleDetail(RunSchedule Schedule, IReadOnlyList<Firing> Firings, StandingApproval? Approval);
