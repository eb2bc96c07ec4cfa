using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Incidents.Alerts;

/// <summary>Once a day: removes alerts that were over long ago and never belonged to an incident. Those of incidents stay as long as the incident.</summary>
internal sealed class ForgetAlerts(IDbContextFactory<OpsPortalDbContext> contexts, AlertLimits limits, TimeProvider time, ILogger<ForgetAlerts> log) : IJobHandler
{
    public const string Job = "alerts.forget";

    /// <summary>In one statement, so that nobody waits for long.</summary>
    private const int AtOnce = 5_000;

    public async Task HandleAsync(string payload, CancellationToken cancellation)
    {
        if (limits.KeepDays <= 0) return;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (before, gone, now) = (time.GetUtcNow().AddDays(-limits.KeepDays), 0, 0);
        do
        {
            now = await db.Database.ExecuteSqlAsync($"""
                delete from alerts where id in (
                  select id from alerts where state = 'Resolved' and incident is null and last_received_at < {before} order by last_received_at limit {AtOnce} for update skip locked)
                """, cancellation);
            gone += now;
        }
        while (now == AtOnce);
        // Groups that nothing is left of; one that comes again begins anew.
        await db.Database.ExecuteSqlAsync($"""
            delete from alert_groups g where not g.pending and g.incident is null and g.last_received_at < {before}
               and not exists (select 1 from alerts a where a.integration_id = g.integration_id and a.group_key = g.key)
            """, cancellation);
        if (gone > 0) log.LogInformation("{Count} alerts that were over before {Before:yyyy-MM-dd} were removed", gone, before);
    }
}

/// <summary>Has it done every day.</summary>
internal sealed class ForgetAlertsDaily(IJobQueue jobs, IHostApplicationLifetime lifetime, ILogger<ForgetAlertsDaily> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(() => _ = AskAsync());
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AskAsync()
    {
        try
        {
            await jobs.RecurAsync(ForgetAlerts.Job, TimeSpan.FromDays(1), lifetime.ApplicationStopping);
        }
        catch (Exception e) when (!lifetime.ApplicationStopping.IsCancellationRequested)
        {
            log.LogError(e, "Old alerts will not be removed until the next start");
        }
    }
}
