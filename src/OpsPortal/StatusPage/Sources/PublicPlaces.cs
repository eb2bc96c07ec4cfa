using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Where people outside are served from.</summary>
internal static class PublicPlaces
{
    /// <summary>The production environments; every one where none is called so.</summary>
    public static async Task<IReadOnlySet<Guid>> PublicPlacesAsync(this OpsPortalDbContext db, CancellationToken cancellation)
    {
        var all = await db.Environments.IgnoreQueryFilters().Where(e => e.RemovedAt == null).Select(e => new { e.Id, e.Production }).ToListAsync(cancellation);
        return all.Where(e => e.Production || all.TrueForAll(other => !other.Production)).Select(e => e.Id).ToHashSet();
    }
}
