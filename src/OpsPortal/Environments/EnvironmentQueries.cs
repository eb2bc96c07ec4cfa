using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Environments;

public sealed class EnvironmentQueries(IDbContextFactory<OpsPortalDbContext> storage)
{
    public async Task<IReadOnlyList<EnvironmentSummary>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return [.. (await db.Environments.AsNoTracking().Where(e => e.RemovedAt == null).OrderBy(e => e.Name).ToListAsync(cancellation)).Select(EnvironmentSummary.Of)];
    }

    public async Task<OpsEnvironment?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == name && e.RemovedAt == null, cancellation);
    }

    internal static Problem Missing(string name) => Problem.NotFound($"There is no environment {name}; the list under Environments has those that are.");
}
