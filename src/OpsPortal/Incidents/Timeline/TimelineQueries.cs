using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Timeline;

/// <summary>What a page shows of a timeline besides its newest entries.</summary>
public sealed class TimelineQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>By number; nothing where the incident is not there.</summary>
    public async Task<IReadOnlyList<TimelineEntry>> EntriesAsync(long number, IReadOnlyCollection<int> entries, CancellationToken cancellation)
    {
        if (entries.Count == 0) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return [];
        return await db.TimelineEntries.AsNoTracking().Where(e => e.Incident == number && entries.Contains(e.Number)).OrderBy(e => e.Number).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyDictionary<TimelineKind, int>> TallyAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return new Dictionary<TimelineKind, int>();
        return await db.TimelineEntries.Where(e => e.Incident == number).GroupBy(e => e.Kind).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
    }

    public async Task<IReadOnlyDictionary<long, ExecutionState>> StatesAsync(IReadOnlyCollection<long> executions, CancellationToken cancellation)
    {
        if (executions.Count == 0) return new Dictionary<long, ExecutionState>();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Executions.Where(e => executions.Contains(e.Id)).Select(e => new { e.Id, e.State }).ToDictionaryAsync(e => e.Id, e => e.State, cancellation);
    }
}
