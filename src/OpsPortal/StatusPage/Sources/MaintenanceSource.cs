using Microsoft.EntityFrameworkCore;
using OpsPortal.Maintenance;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Maintenance that people inside have been told of is proposed to those outside.</summary>
internal sealed class MaintenanceSource : IStatusSource
{
    public static string Key(MaintenancePlan plan) => $"maintenance:{plan.Number}";

    public static string Evidence(MaintenancePlan plan) => $"/maintenance/{plan.Number}";

    public Task<IReadOnlyList<StatusFinding>> FindAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<StatusFinding>>([]);

    public async Task<IReadOnlyList<PlannedWindow>> PlannedAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation)
    {
        var places = await db.PublicPlacesAsync(cancellation);
        var plans = await db.MaintenancePlans.IgnoreQueryFilters().AsNoTracking()
            .Where(p => (p.AnnouncedAt != null || p.StartedAt != null) && p.EndedAt == null && p.EndsAt > now && p.State != MaintenanceState.Draft && p.State != MaintenanceState.AwaitingApproval)
            .OrderBy(p => p.StartsAt).ToListAsync(cancellation);
        return [.. plans.Where(p => places.Contains(p.EnvironmentId)).SelectMany(p => p.Systems.Select(s => new PlannedWindow(Key(p), s, p.Components, p.Impact is { } impact ? $"{p.Title}: {impact}" : p.Title, p.StartsAt, p.EndsAt, Evidence(p))))];
    }
}
