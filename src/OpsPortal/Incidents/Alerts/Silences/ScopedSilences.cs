using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>Silences for as long as a maintenance lasts, within its transaction. Alertmanagers are told by <see cref="TendSilences"/>.</summary>
public static class ScopedSilences
{
    public static async Task BeginAsync(OpsPortalDbContext db, long maintenance, string reason, Actor by, SilenceScope scope, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation)
    {
        foreach (var integration in (await db.AlertIntegrations.IgnoreQueryFilters().AsNoTracking().Where(i => i.RemovedAt == null).OrderBy(i => i.Id).ToListAsync(cancellation)).Where(scope.Reaches))
        {
            AlertSilence New(IReadOnlyList<LabelMatcher> matchers, SilenceScope? whole) => new()
            {
                Id = Guid.CreateVersion7(now),
                IntegrationId = integration.Id,
                Maintenance = maintenance,
                Scope = whole,
                Matchers = matchers,
                Reason = reason,
                CreatedById = by.Id == Guid.Empty ? null : by.Id,
                CreatedBy = by.Name,
                StartsAt = now,
                EndsAt = until,
                RemotePending = whole is null,
            };
            db.AlertSilences.Add(New([], scope));
            if (integration is { Kind: AlertKind.Alertmanager, Settings.AlertmanagerUrl: not null })
                foreach (var matchers in scope.Matchers(integration.EnvironmentId)) db.AlertSilences.Add(New(matchers, null));
        }
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Those in Alertmanagers are replaced: there an end does not move. Nothing is heard meanwhile.</summary>
    public static async Task ExtendAsync(OpsPortalDbContext db, long maintenance, DateTimeOffset until, DateTimeOffset now, CancellationToken cancellation)
    {
        await LockAsync(db, maintenance, cancellation);
        var mine = await db.AlertSilences.IgnoreQueryFilters().Where(s => s.Maintenance == maintenance && s.EndedAt == null).ToListAsync(cancellation);
        foreach (var silence in mine.Where(s => s.Scope is not null)) silence.EndsAt = until;
        foreach (var old in mine.Where(s => s.Scope is null))
        {
            var longer = new AlertSilence
            {
                Id = Guid.CreateVersion7(now),
                IntegrationId = old.IntegrationId,
                Maintenance = maintenance,
                Matchers = old.Matchers,
                Reason = old.Reason,
                CreatedById = old.CreatedById,
                CreatedBy = old.CreatedBy,
                StartsAt = now,
                EndsAt = until,
                RemotePending = true,
            };
            db.AlertSilences.Add(longer);
            End(old, "a longer one", now);
            await db.SaveChangesAsync(cancellation);
            await db.Alerts.IgnoreQueryFilters().Where(a => a.SilenceId == old.Id).ExecuteUpdateAsync(a => a.SetProperty(x => x.SilenceId, longer.Id), cancellation);
        }
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>What was quiet, as it is now. What still fires is looked at as if it had just come.</summary>
    public static async Task<IReadOnlyList<Alert>> EndAsync(OpsPortalDbContext db, long maintenance, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        await LockAsync(db, maintenance, cancellation);
        var all = await db.AlertSilences.IgnoreQueryFilters().Where(s => s.Maintenance == maintenance).ToListAsync(cancellation);
        var ids = all.Select(s => (Guid?)s.Id).ToList();
        var quiet = await db.Alerts.IgnoreQueryFilters().AsNoTracking().Where(a => ids.Contains(a.SilenceId)).OrderBy(a => a.FirstReceivedAt).ThenBy(a => a.Id).Take(500).ToListAsync(cancellation);
        foreach (var silence in all.Where(s => s.EndedAt is null)) End(silence, by, now);
        await db.SaveChangesAsync(cancellation);
        foreach (var silence in all) await TendSilences.HearAgainAsync(db, silence, cancellation);
        return quiet;
    }

    private static void End(AlertSilence silence, string by, DateTimeOffset now)
    {
        (silence.EndedAt, silence.EndedBy) = (now, by);
        // Also where it never got there: an answer may have been lost.
        (silence.RemotePending, silence.RemoteAfter, silence.RemoteProblem) = (silence.RemotePending || silence.RemoteId is not null, null, null);
    }

    private static async Task LockAsync(OpsPortalDbContext db, long maintenance, CancellationToken cancellation)
    {
        foreach (var integration in await db.AlertSilences.IgnoreQueryFilters().Where(s => s.Maintenance == maintenance).Select(s => s.IntegrationId).Distinct().OrderBy(i => i).ToListAsync(cancellation))
            await db.LockAsync($"alerts:{integration}", cancellation);
    }
}
