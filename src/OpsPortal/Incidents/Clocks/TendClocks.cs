using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Clocks;

/// <summary>Acts on clocks that have run out, and on what fails while an incident is monitored: an entry in the timeline, and whoever listens calls people. Any number of workers may do so at once.</summary>
public sealed class TendClocks(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, WatchIncident watch, ILiveBus bus, TimeProvider time)
{
    private const int MostMonitored = 200;

    /// <summary>How many were acted upon.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.IncidentClocks.AsNoTracking().Where(c => c.ActAt <= now).OrderBy(c => c.ActAt).Select(c => c.Incident).Distinct().Take(100).ToListAsync(cancellation);
        var acted = 0;
        foreach (var incident in due) acted += await ActAsync(incident, cancellation);
        foreach (var incident in await MonitoredAsync(db, now, cancellation)) acted += await ActAsync(incident, cancellation);
        return acted;
    }

    /// <summary>Incidents whose monitoring is not over, and begins anew: looked at without their lock, since most go on.</summary>
    private async Task<List<long>> MonitoredAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation)
    {
        List<long> again = [];
        var running = await db.IncidentClocks.AsNoTracking().Where(c => c.Kind == ClockKind.Monitor && c.ActAt > now).OrderBy(c => c.ActAt).Take(MostMonitored).Join(db.Incidents, c => c.Incident, i => i.Number, (c, i) => new { Clock = c, Incident = i }).ToListAsync(cancellation);
        foreach (var one in running)
            if (MonitorRules.Of(one.Clock, await watch.OfAsync(one.Incident, cancellation), now) is not null) again.Add(one.Incident.Number);
        return again;
    }

    private async Task<int> ActAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var acted = 0;
        var incident = await acts.WithinAsync(db, Actor.Portal, number, async work =>
        {
            // Read under the incident's lock: another worker may have been faster.
            var clocks = await db.IncidentClocks.Where(c => c.Incident == number && (c.ActAt <= work.Now || (c.Kind == ClockKind.Monitor && c.ActAt != null))).ToListAsync(cancellation);
            foreach (var clock in clocks)
            {
                if (clock.Kind == ClockKind.Monitor)
                {
                    if (await MonitorAsync(work, clock, cancellation)) acted++;
                    continue;
                }
                work.Tell(TimelineKind.Clock, ClockText.RanOut(work.Incident, clock, work.Now), new Dictionary<string, string> { ["clock"] = $"{clock.Kind}" });
                var levels = work.Policy.Escalation;
                ClockRules.Act(clock, work.Severity, levels.ElementAtOrDefault(clock.Acted + 1)?.After, work.Now);
                work.News.Add(new IncidentNews.RanOut(clock));
                acted++;
            }
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        // What was looked at and goes on is no news.
        if (incident is not null && acted > 0) await bus.PublishAsync(new(HintKind.Incident, $"{number}", incident.LastEntry), cancellation);
        return acted;
    }

    private async Task<bool> MonitorAsync(IncidentWork work, IncidentClock clock, CancellationToken cancellation)
    {
        if (MonitorRules.Of(clock, await watch.OfAsync(work.Incident, cancellation), work.Now) is not { } verdict) return false;
        work.Tell(TimelineKind.Clock, verdict.Says, new Dictionary<string, string> { ["clock"] = $"{ClockKind.Monitor}" });
        if (verdict.Again)
        {
            ClockRules.Start(clock, work.Now, work.Now + (clock.DueAt - clock.StartedAt));
            return true;
        }
        ClockRules.Act(clock, work.Severity, null, work.Now);
        work.News.Add(new IncidentNews.RanOut(clock));
        return true;
    }
}
