using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Incidents.Clocks;

/// <summary>Acts on clocks that have run out: an entry in the timeline, and whoever listens calls people. Any number of workers may do so at once.</summary>
public sealed class TendClocks(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, ILiveBus bus, TimeProvider time)
{
    /// <summary>How many were acted upon.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.IncidentClocks.AsNoTracking().Where(c => c.ActAt <= now).OrderBy(c => c.ActAt).Select(c => c.Incident).Distinct().Take(100).ToListAsync(cancellation);
        var acted = 0;
        foreach (var incident in due) acted += await ActAsync(incident, cancellation);
        return acted;
    }

    private async Task<int> ActAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var acted = 0;
        var incident = await acts.WithinAsync(db, Actor.Portal, number, async work =>
        {
            // Read under the incident's lock: another worker may have been faster.
            var clocks = await db.IncidentClocks.Where(c => c.Incident == number && c.ActAt <= work.Now).ToListAsync(cancellation);
            foreach (var clock in clocks)
            {
                work.Tell(TimelineKind.Clock, ClockText.RanOut(work.Incident, clock, work.Now), new Dictionary<string, string> { ["clock"] = $"{clock.Kind}" });
                var levels = work.Policy.Escalation;
                ClockRules.Act(clock, work.Severity, levels.ElementAtOrDefault(clock.Acted + 1)?.After, work.Now);
                work.News.Add(new IncidentNews.RanOut(clock));
                acted++;
            }
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        if (incident is not null && acted > 0) await bus.PublishAsync(new(HintKind.Incident, $"{number}", incident.LastEntry), cancellation);
        return acted;
    }
}
