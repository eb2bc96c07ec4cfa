using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Alerts.Silences;

/// <summary>Ends silences that ran out, and tells Alertmanagers what they do not know yet. Any number of processes may do so at once.</summary>
public sealed class TendSilences(IDbContextFactory<OpsPortalDbContext> contexts, AlertmanagerSilences remote, ILiveBus bus, TimeProvider time, ILogger<TendSilences> log)
{
    /// <summary>A dead Alertmanager is asked this often; longer than asking it takes, so that one process at a time does.</summary>
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(30);

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var over = await db.AlertSilences.AsNoTracking().Where(s => s.EndedAt == null && s.EndsAt <= now).Select(s => s.Id).ToListAsync(cancellation);
        foreach (var id in over) await ExpireAsync(id, cancellation);
        var untold = await db.AlertSilences.AsNoTracking().Where(s => s.RemotePending && (s.RemoteAfter == null || s.RemoteAfter <= now)).Select(s => s.Id).ToListAsync(cancellation);
        foreach (var id in untold) await TellAsync(id, cancellation);
    }

    private async Task ExpireAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var integration = await db.AlertSilences.AsNoTracking().Where(s => s.Id == id).Select(s => s.IntegrationId).FirstAsync(cancellation);
        await db.LockAsync($"alerts:{integration}", cancellation);
        var silence = await db.AlertSilences.FirstAsync(s => s.Id == id, cancellation);
        if (silence.EndedAt is not null) return;
        // Alertmanager knows by itself when one is over.
        (silence.EndedAt, silence.RemotePending) = (silence.EndsAt, false);
        await db.SaveChangesAsync(cancellation);
        await HearAgainAsync(db, silence, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>What still fires is looked at as if it had just come. The caller has the integration's turn.</summary>
    internal static async Task HearAgainAsync(OpsPortalDbContext db, AlertSilence silence, CancellationToken cancellation)
    {
        var kept = db.Alerts.Where(a => a.SilenceId == silence.Id && a.State != AlertState.Resolved);
        var groups = await kept.Select(a => a.GroupKey).Distinct().ToListAsync(cancellation);
        await db.AlertGroups.Where(g => g.IntegrationId == silence.IntegrationId && groups.Contains(g.Key)).ExecuteUpdateAsync(g => g.SetProperty(x => x.Pending, true), cancellation);
        await kept.ExecuteUpdateAsync(a => a.SetProperty(x => x.Told, (AlertState?)null).SetProperty(x => x.SilenceId, (Guid?)null), cancellation);
    }

    /// <summary>No transaction stays open meanwhile: an Alertmanager may take its time.</summary>
    internal async Task TellAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var mine = await db.AlertSilences.Where(s => s.Id == id && s.RemotePending && (s.RemoteAfter == null || s.RemoteAfter <= now)).ExecuteUpdateAsync(s => s.SetProperty(x => x.RemoteAfter, now + Again), cancellation);
        if (mine == 0) return;
        var silence = await db.AlertSilences.AsNoTracking().FirstAsync(s => s.Id == id, cancellation);
        var address = (await db.AlertIntegrations.AsNoTracking().FirstAsync(i => i.Id == silence.IntegrationId, cancellation)).Settings.AlertmanagerUrl;
        var ends = silence.EndedAt is not null;
        var told = address is null ? "" : ends ? await remote.EndAsync(address, silence, cancellation) : await remote.AddAsync(address, silence, cancellation);
        if (!told.Succeeded) log.LogInformation("Silence {Silence}: {Why}", id, told.Problem.Detail);
        var problem = told.Problem?.Detail;
        var known = string.IsNullOrEmpty(told.Value) ? silence.RemoteId : told.Value;
        // One that was ended meanwhile has to be taken back there, too; then it stays pending.
        await db.AlertSilences.Where(s => s.Id == id).ExecuteUpdateAsync(s => s
            .SetProperty(x => x.RemoteId, known).SetProperty(x => x.RemoteProblem, problem)
            .SetProperty(x => x.RemotePending, x => problem != null || x.EndedAt != null && !ends)
            .SetProperty(x => x.RemoteAfter, x => problem != null ? x.RemoteAfter : null), cancellation);
        await bus.PublishAsync(new(HintKind.Status, Grouping.GroupAlerts.Topic), cancellation);
    }
}
