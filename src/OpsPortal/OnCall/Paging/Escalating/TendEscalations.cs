using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Incidents;
using OpsPortal.OnCall.Paging.Sending;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>Pages the next level where nobody acknowledged in time, and reminds whoever did. Any number of workers may do so at once.</summary>
public sealed class TendEscalations(IDbContextFactory<OpsPortalDbContext> contexts, IncidentActs acts, Escalate escalate, MakePages pages, OnCallQueries onCall, IPagePoints points, ILiveBus bus, TimeProvider time)
{
    /// <summary>How many incidents were looked after.</summary>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = await db.Escalations.AsNoTracking().Where(e => e.NextAt <= now || e.RemindAt <= now).OrderBy(e => e.Incident).Select(e => e.Incident).Take(100).ToListAsync(cancellation);
        foreach (var number in due) await TendAsync(number, cancellation);
        return due.Count;
    }

    private async Task TendAsync(long number, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var incident = await acts.WithinAsync(db, Actor.Portal, number, async work =>
        {
            // Under the incident's lock: another worker, or a person, may have been faster.
            var escalation = await db.Escalations.FirstAsync(e => e.Incident == number, cancellation);
            if (escalation.NextAt <= work.Now)
                await escalate.AdvanceAsync(work, escalation, await db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation),
                    escalation.Level == 0 ? null : "nobody acknowledged", cancellation);
            if (escalation.RemindAt <= work.Now) await RemindAsync(work, escalation, cancellation);
        }, cancellation);
        await points.ReachAsync(PagePoint.Deciding, number);
        await transaction.CommitAsync(cancellation);
        if (incident is not null) await bus.PublishAsync(new(HintKind.Incident, $"{number}", incident.LastEntry), cancellation);
    }

    private async Task RemindAsync(IncidentWork work, Escalation escalation, CancellationToken cancellation)
    {
        var policy = await work.Db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation);
        escalation.RemindAt = policy.RemindAfter > TimeSpan.Zero ? work.Now + policy.RemindAfter : null;
        if (escalation.AcknowledgedBy is not { } id || await onCall.ContactAsync(id, cancellation) is not { } contact) return;
        await pages.AddAsync(work, contact, PageKind.Reminder, 0, ++escalation.Reminders, "acknowledged, and it is not mitigated yet", urgent: true, work.Now, cancellation);
    }
}
