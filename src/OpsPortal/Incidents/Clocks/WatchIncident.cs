using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Alerts;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Clocks;

/// <summary>An alert of the incident, or a check of its system, while somebody monitors.</summary>
/// <param name="Since">When the portal first knew of it standing so.</param>
/// <param name="Link">Null where there is nothing to open.</param>
public sealed record Watched(string Name, WatchedKind Kind, CheckHealth Health, DateTimeOffset Since, string? Link)
{
    public bool Fails => Health == CheckHealth.Failing;
}

public enum WatchedKind { Alert, Check }

/// <summary>What is watched while an incident is monitored: its alerts, and the checks of its system where somebody knows them.</summary>
public sealed class WatchIncident(IDbContextFactory<OpsPortalDbContext> contexts, IEnumerable<IWatchedChecks> checks)
{
    private const int MostAlerts = 100;

    /// <summary>What fails comes first, the newest of it on top.</summary>
    public async Task<IReadOnlyList<Watched>> OfAsync(Incident incident, CancellationToken cancellation)
    {
        List<Watched> watched = [];
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            // Alerts that fired and are over belong to it, too: they may have come and gone since somebody began to watch.
            var alerts = await db.Alerts.AsNoTracking().Where(a => a.Incident == incident.Number && a.SilenceId == null).OrderByDescending(a => a.FirstReceivedAt).Take(MostAlerts).ToListAsync(cancellation);
            watched.AddRange(alerts.Select(a => new Watched(a.Name, WatchedKind.Alert, a.State == AlertState.Resolved ? CheckHealth.Passing : CheckHealth.Failing, a.FirstReceivedAt, Web(a.Link))));
        }
        foreach (var source in checks)
            watched.AddRange((await source.OfAsync(incident.SystemId, incident.EnvironmentId, cancellation)).Select(c => new Watched(c.Name, WatchedKind.Check, c.Health, c.Since, c.Link)));
        return [.. watched.OrderByDescending(w => w.Fails).ThenByDescending(w => w.Since).ThenBy(w => w.Name, StringComparer.Ordinal)];
    }

    // An alert's sender writes its link: only what a browser opens as a page.
    private static string? Web(string? link) => link is not null && Uri.TryCreate(link, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? link : null;
}
