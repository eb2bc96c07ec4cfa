using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Storage;

namespace OpsPortal.Checks;

/// <summary>What incidents are told of checks. One that is paused says nothing.</summary>
internal sealed class WatchedChecks(IDbContextFactory<OpsPortalDbContext> contexts) : IWatchedChecks
{
    public async Task<IReadOnlyList<WatchedCheck>> OfAsync(Guid system, Guid? environment, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await db.CheckStandings.AsNoTracking()
            .Where(s => s.Check!.RemovedAt == null && s.Check.SystemId == system && (environment == null || s.Check.EnvironmentId == environment) && s.State != CheckState.Paused)
            .Select(s => new { s.CheckId, s.Check!.Name, s.State, s.Since }).ToListAsync(cancellation);
        return [.. found.OrderByDescending(f => CheckQueries.Badness(f.State)).ThenBy(f => f.Name, StringComparer.OrdinalIgnoreCase).Select(f => new WatchedCheck(f.Name, Health(f.State), f.Since, $"/checks/{f.CheckId}"))];
    }

    private static CheckHealth Health(CheckState state) => state switch
    {
        CheckState.Passing => CheckHealth.Passing,
        CheckState.Warning => CheckHealth.Warning,
        CheckState.Failing => CheckHealth.Failing,
        _ => CheckHealth.Unknown,
    };
}
