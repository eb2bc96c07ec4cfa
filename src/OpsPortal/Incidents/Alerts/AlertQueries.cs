using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts;

/// <param name="Open">True for those that are not over, false for the others, null for all.</param>
/// <param name="Before">Only older ones than this id.</param>
public sealed record AlertFilter(long? Incident = null, bool? Open = null, string? Integration = null, long? Before = null, int Limit = 50);

/// <param name="Unplaced">Groups whose alerts could not become incidents.</param>
public sealed record IntegrationSheet(AlertIntegration Integration, string? Environment, int OpenAlerts, int Unplaced);

/// <summary>Alerts to look at: what the reader may not see is not there.</summary>
public sealed class AlertQueries(IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>Newest first, with the names of their integrations.</summary>
    public async Task<IReadOnlyList<(Alert Alert, string Integration)>> ListAsync(AlertFilter filter, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var alerts = db.Alerts.AsNoTracking();
        if (filter.Incident is { } incident) alerts = alerts.Where(a => a.Incident == incident);
        if (filter.Open is { } open) alerts = alerts.Where(a => a.State != AlertState.Resolved == open);
        if (filter.Before is { } before) alerts = alerts.Where(a => a.Id < before);
        if (filter.Integration is { } name) alerts = alerts.Where(a => db.AlertIntegrations.IgnoreQueryFilters().Any(i => i.Id == a.IntegrationId && i.Name == name));
        var found = await alerts.OrderByDescending(a => a.Id).Take(Math.Clamp(filter.Limit, 1, 200)).ToListAsync(cancellation);
        var of = found.Select(a => a.IntegrationId).Distinct().ToList();
        var names = await db.AlertIntegrations.IgnoreQueryFilters().AsNoTracking().Where(i => of.Contains(i.Id)).ToDictionaryAsync(i => i.Id, i => i.Name, cancellation);
        return [.. found.Select(a => (a, names.GetValueOrDefault(a.IntegrationId, "")))];
    }

    /// <summary>Those that were not removed, by name.</summary>
    public async Task<Result<IReadOnlyList<IntegrationSheet>>> IntegrationsAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, "see integrations") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var all = await db.AlertIntegrations.AsNoTracking().Where(i => i.RemovedAt == null).OrderBy(i => i.Name).ToListAsync(cancellation);
        var open = await db.Alerts.Where(a => a.State != AlertState.Resolved).GroupBy(a => a.IntegrationId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var unplaced = await db.AlertGroups.Where(g => g.Problem != null).GroupBy(g => g.IntegrationId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var places = await db.Environments.AsNoTracking().ToDictionaryAsync(e => e.Id, e => e.Name, cancellation);
        return all.ConvertAll(i => new IntegrationSheet(i, i.EnvironmentId is { } e ? places.GetValueOrDefault(e) : null, open.GetValueOrDefault(i.Id), unplaced.GetValueOrDefault(i.Id)));
    }

    /// <param name="active">True for those that hold now.</param>
    public async Task<IReadOnlyList<(AlertSilence Silence, string Integration)>> SilencesAsync(bool active, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var silences = db.AlertSilences.AsNoTracking();
        if (active) silences = silences.Where(s => s.EndedAt == null && s.EndsAt > now);
        var found = await silences.OrderByDescending(s => s.StartsAt).Take(200).Join(db.AlertIntegrations, s => s.IntegrationId, i => i.Id, (s, i) => new { Silence = s, i.Name }).ToListAsync(cancellation);
        return [.. found.OrderByDescending(f => f.Silence.StartsAt).Select(f => (f.Silence, f.Name))];
    }
}
