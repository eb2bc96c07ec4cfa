using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>
/// Makes incidents of what came in. Each group in a transaction of its own, whatever process stored its alerts; a crash before the commit
/// leaves the group as it was, so that the next round does it.
/// </summary>
public sealed class GroupAlerts(IDbContextFactory<OpsPortalDbContext> contexts, GroupIncident incidents, PlaceAlert placing, IncidentActs acts, ILiveBus bus, TimeProvider time, ILogger<GroupAlerts> log)
{
    /// <summary>Subject of the hint that alerts moved.</summary>
    public const string Topic = "alerts";
    private const int MostAlerts = 5_000;

    /// <summary>How many groups were looked at.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        // Whoever had it done, the portal itself looks: it sees every incident. This ends with the method.
        Sight.Through(null);
        var looked = 0;
        HashSet<(Guid, string)> failed = [];
        while (true)
        {
            List<(Guid Integration, string Key)> pending;
            await using (var db = await contexts.CreateDbContextAsync(cancellation))
            {
                var now = time.GetUtcNow();
                var found = await db.AlertGroups.AsNoTracking().Where(g => g.Pending || g.ResolveAt <= now).OrderBy(g => g.LastReceivedAt).Select(g => new { g.IntegrationId, g.Key }).Take(200 + failed.Count).ToListAsync(cancellation);
                pending = [.. found.Select(g => (g.IntegrationId, g.Key)).Where(g => !failed.Contains(g))];
            }
            if (pending.Count == 0) break;
            foreach (var group in pending)
            {
                try
                {
                    await LookAsync(group.Integration, group.Key, cancellation);
                    looked++;
                }
                catch (Exception e) when (!cancellation.IsCancellationRequested)
                {
                    failed.Add(group);
                    log.LogError(e, "The alerts of group {Group} could not be looked at; they are kept and looked at again", group.Key);
                }
            }
        }
        if (looked > 0) await bus.PublishAsync(new(HintKind.Status, Topic), cancellation);
        return looked;
    }

    private async Task LookAsync(Guid integrationId, string key, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        // The turn that receivers take, too: nothing of this integration moves meanwhile.
        await db.LockAsync($"alerts:{integrationId}", cancellation);
        var now = time.GetUtcNow();
        var group = await db.AlertGroups.FirstAsync(g => g.IntegrationId == integrationId && g.Key == key, cancellation);
        var due = group.ResolveAt <= now;
        if (!group.Pending && !due) return;
        var integration = await db.AlertIntegrations.FirstAsync(i => i.Id == integrationId, cancellation);
        var untold = await db.Alerts.AsNoTracking().Where(a => a.IntegrationId == integrationId && a.GroupKey == key && (a.Told == null || a.Told != a.State)).OrderBy(a => a.Id).Take(MostAlerts).ToListAsync(cancellation);
        group.Pending = untold.Count == MostAlerts;
        group.Problem = null;

        var silences = await db.AlertSilences.AsNoTracking().Where(s => s.IntegrationId == integrationId && s.EndedAt == null && s.StartsAt <= now && s.EndsAt > now).ToListAsync(cancellation);
        List<(Alert Alert, AlertSilence By)> quiet = [];
        foreach (var alert in untold.Where(a => a.State != AlertState.Resolved))
            if (await SilencedByAsync(db, integration, alert, silences, cancellation) is { } by) quiet.Add((alert, by));
        foreach (var by in quiet.GroupBy(a => a.By.Id))
        {
            var ids = by.Select(a => a.Alert.Id).ToArray();
            await db.Alerts.Where(a => ids.Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Told, x => x.State).SetProperty(x => x.SilenceId, by.Key), cancellation);
        }

        var kept = quiet.Select(a => a.Alert.Id).ToHashSet();
        var change = new GroupChange(integration, group, [.. untold.Where(a => !kept.Contains(a.Id) && !IsTest(a))], due);
        var moved = await incidents.InvokeAsync(db, change, now, cancellation);
        if (!moved.Succeeded)
        {
            // Kept as they are: whoever sets the integration right has them looked at again.
            group.Problem = moved.Problem.Detail;
            (integration.LastError, integration.LastErrorAt) = (moved.Problem.Detail, now);
        }
        else if (moved.Value.Again)
        {
            group.Pending = true;
        }
        else
        {
            var told = untold.Where(a => !kept.Contains(a.Id)).Select(a => a.Id).ToArray();
            var number = moved.Value.Incident?.Number;
            await db.Alerts.Where(a => told.Contains(a.Id)).ExecuteUpdateAsync(a => a.SetProperty(x => x.Told, x => x.State), cancellation);
            if (number is not null)
                await db.Alerts.Where(a => a.IntegrationId == integrationId && a.GroupKey == key && a.State != AlertState.Resolved && a.Incident != number && a.SilenceId == null)
                    .ExecuteUpdateAsync(a => a.SetProperty(x => x.Incident, number), cancellation);
        }
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (moved.Value?.Incident is { } incident) await acts.HintAsync(incident, cancellation);
    }

    private async Task<AlertSilence?> SilencedByAsync(OpsPortalDbContext db, AlertIntegration integration, Alert alert, List<AlertSilence> silences, CancellationToken cancellation)
    {
        if (silences.Find(s => s.Matches(alert.Labels)) is { } named) return named;
        if (!silences.Exists(s => s.Scope is not null)) return null;
        var system = await placing.SystemOfAsync(db, integration, alert, cancellation);
        return silences.Find(s => s.Scope?.Covers(system, integration.EnvironmentId, alert.Labels) == true);
    }

    /// <summary>A test alert is received, stored and looked at, and declares nothing.</summary>
    internal static bool IsTest(Alert alert) => alert.Labels.ContainsKey(TestIntegration.Label);
}

/// <summary>What is new in a group.</summary>
/// <param name="Alerts">Those of which the group has not heard yet, without those that are kept quiet.</param>
/// <param name="Due">The time has come at which its incident resolves by itself.</param>
public sealed record GroupChange(AlertIntegration Integration, AlertGroup Group, IReadOnlyList<Alert> Alerts, bool Due)
{
    public IReadOnlyList<Alert> New { get; } = [.. Alerts.Where(a => a.State != AlertState.Resolved && a.Told is null)];

    /// <summary>What nobody was told of is not told to be over either.</summary>
    public IReadOnlyList<Alert> Over { get; } = [.. Alerts.Where(a => a.State == AlertState.Resolved && a.Told is not null && a.SilenceId is null)];
    public IReadOnlyList<Alert> TakenOn { get; } = [.. Alerts.Where(a => a.State == AlertState.Acknowledged)];

    /// <summary>Portal's own, in the integration's name.</summary>
    public Actor Actor { get; } = Actor.Portal with { Name = Integration.Name };
}

/// <summary>What became of a change.</summary>
/// <param name="Incident">Null where there is none.</param>
/// <param name="Again">Nothing was done; it has to be looked at once more.</param>
public sealed record GroupMoved(Incident? Incident, bool Again = false);
