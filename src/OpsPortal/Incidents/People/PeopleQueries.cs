using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.People;

/// <summary>Whom one can bring in, and who looks on.</summary>
public sealed class PeopleQueries(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    private const int Most = 1_000;

    public async Task<IReadOnlyList<PersonName>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Users.Where(u => u.DisabledAt == null && !u.Automation).OrderBy(u => u.DisplayName).Take(Most).Select(u => new PersonName(u.Id, u.DisplayName)).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<PersonName>> WatchingAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (!await db.Incidents.AnyAsync(i => i.Number == number, cancellation)) return [];
        var now = time.GetUtcNow();
        var there = await db.Presences.AsNoTracking().Where(p => p.Incident == number && p.Until > now).Select(p => new PersonName(p.UserId, p.Name)).ToListAsync(cancellation);
        return [.. there.DistinctBy(p => p.Id).OrderBy(p => p.Name)];
    }
}
