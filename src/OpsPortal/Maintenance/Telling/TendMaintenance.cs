using Microsoft.EntityFrameworkCore;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Series;
using OpsPortal.Maintenance.Working;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Telling;

/// <summary>What the time brings: announcements, beginnings that nobody makes, overruns, the next times of series. Any number of workers may do so at once.</summary>
public sealed class TendMaintenance(IDbContextFactory<OpsPortalDbContext> contexts, MaintenanceActs acts, PlanSeries series, TimeProvider time)
{
    private const int Most = 100;

    /// <summary>How many plans were looked after.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        await series.TendAsync(cancellation);
        List<long> due, late, missed;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var now = time.GetUtcNow();
            due = await db.MaintenanceAnnouncements.Where(a => a.SentAt == null && a.DueAt <= now).Join(db.MaintenancePlans.Where(p => p.State == MaintenanceState.Scheduled), a => a.Plan, p => p.Number, (a, p) => p.Number).Distinct().OrderBy(n => n).Take(Most).ToListAsync(cancellation);
            late = await db.MaintenancePlans.Where(p => (p.State == MaintenanceState.InProgress || p.State == MaintenanceState.Verifying) && p.EndsAt <= now && p.OverranAt == null).OrderBy(p => p.Number).Select(p => p.Number).Take(Most).ToListAsync(cancellation);
            missed = await db.MaintenancePlans.Where(p => (p.State == MaintenanceState.Scheduled || p.State == MaintenanceState.AwaitingApproval) && p.EndsAt <= now).OrderBy(p => p.Number).Select(p => p.Number).Take(Most).ToListAsync(cancellation);
            await db.MaintenancePresences.Where(p => p.Until < now).ExecuteDeleteAsync(cancellation);
        }
        var moved = 0;
        foreach (var number in missed) moved += await acts.AloneAsync(number, "maintenance.cancelled", MissAsync, cancellation) ? 1 : 0;
        foreach (var number in due.Except(missed)) moved += await acts.AloneAsync(number, null, work => AnnounceAsync(work, cancellation), cancellation) ? 1 : 0;
        foreach (var number in late) moved += await acts.AloneAsync(number, "maintenance.overran", OverrunAsync, cancellation) ? 1 : 0;
        return moved;
    }

    /// <summary>One message, however many lead times have passed: after an outage of the portal people are told once.</summary>
    private static async Task<bool> AnnounceAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var plan = work.Plan;
        if (plan.State != MaintenanceState.Scheduled) return false;
        var due = await work.Db.MaintenanceAnnouncements.Where(a => a.Plan == plan.Number && a.SentAt == null && a.DueAt <= work.Now).ToListAsync(cancellation);
        if (due.Count == 0) return false;
        foreach (var one in due) one.SentAt = work.Now;
        if (due.Exists(a => a.Lead == LeadTime.Beginning))
        {
            work.Tell($"It was to begin at {plan.StartsAt:HH:mm} UTC; nobody has started it yet");
            work.News.Add(new MaintenanceNews.Due());
            return true;
        }
        var reminder = plan.AnnouncedAt is not null;
        plan.AnnouncedAt ??= work.Now;
        work.Tell(reminder ? $"Reminded of it: {ZoneClock.Window(plan)}" : $"Announced: {ZoneClock.Window(plan)}");
        work.News.Add(new MaintenanceNews.Announced(reminder));
        return true;
    }

    private static Task<bool> OverrunAsync(MaintenanceWork work)
    {
        var plan = work.Plan;
        if (!plan.State.IsRunning() || plan.EndsAt > work.Now || plan.OverranAt is not null) return Task.FromResult(false);
        plan.OverranAt = plan.EndsAt;
        work.Tell($"It lasts longer than planned: it was to end at {plan.EndsAt:HH:mm} UTC");
        work.News.Add(new MaintenanceNews.Overran());
        return Task.FromResult(true);
    }

    private static Task<bool> MissAsync(MaintenanceWork work)
    {
        var plan = work.Plan;
        if (plan.State is not (MaintenanceState.Scheduled or MaintenanceState.AwaitingApproval) || plan.EndsAt > work.Now) return Task.FromResult(false);
        RunMaintenance.Cancel(work, plan.State == MaintenanceState.Scheduled ? "Nobody began it in its window." : "Nobody approved it before its window was over.");
        return Task.FromResult(true);
    }
}

/// <summary>Looks after plans for as long as this process works.</summary>
internal sealed class MaintenanceWatch(TendMaintenance tend, TimeProvider time, ILogger<MaintenanceWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await tend.InvokeAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Maintenance could not be looked after; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }
}
