using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Windows;

/// <summary>Checks of what is being worked on fail as expected: they call nobody.</summary>
internal sealed class QuietChecks(MaintenanceQueries plans, IDbContextFactory<OpsPortalDbContext> contexts) : IQuietTime
{
    public async Task<bool> CoversAsync(Guid system, Guid environment, string? component, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Systems.IgnoreQueryFilters().Where(s => s.Id == system).Select(s => s.Slug).FirstOrDefaultAsync(cancellation) is { } slug
            && await plans.CoversAsync(slug, environment, component, now, cancellation) is { Quiet: true };
    }
}
