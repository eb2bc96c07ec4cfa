using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>Ends the pages of an incident, within an act on it: what is not sent yet stays unsent.</summary>
public sealed class EndPages
{
    /// <summary>Somebody is on it: their own page is acknowledged, the others stop, and they are reminded later.</summary>
    public async Task AcknowledgedAsync(IncidentWork work, CancellationToken cancellation)
    {
        var contact = await work.Db.Contacts.Where(c => c.UserId == work.Actor.Id && c.RemovedAt == null).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
        var open = await OpenAsync(work, cancellation);
        foreach (var page in open)
        {
            if (page.ContactId == contact) (page.State, page.AcknowledgedAt, page.AcknowledgedBy) = (PageState.Acknowledged, work.Now, work.Actor.Name);
            else (page.State, page.EndedBecause) = (PageState.Stopped, $"{work.Actor.Name} acknowledged at {work.Now:HH:mm:ss} UTC");
        }
        await SkipAsync(work, open, $"{work.Actor.Name} acknowledged before", cancellation);
        if (await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is not { } escalation) return;
        var policy = await work.Db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation);
        escalation.NextAt = null;
        escalation.AcknowledgedBy = contact;
        escalation.RemindAt = contact is not null && policy.RemindAfter > TimeSpan.Zero && work.Incident.State < IncidentState.Mitigated ? work.Now + policy.RemindAfter : null;
    }

    public async Task AllAsync(IncidentWork work, string why, CancellationToken cancellation)
    {
        var open = await OpenAsync(work, cancellation);
        foreach (var page in open) (page.State, page.EndedBecause) = (PageState.Stopped, why);
        await SkipAsync(work, open, $"Not needed: {why}", cancellation);
        if (await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is { } escalation)
            (escalation.NextAt, escalation.RemindAt) = (null, null);
    }

    /// <summary>As this act has them by now: what it ended already is not stored yet.</summary>
    private static async Task<List<Page>> OpenAsync(IncidentWork work, CancellationToken cancellation) =>
        (await work.Db.Pages.Where(p => p.Incident == work.Incident.Number && p.State == PageState.Open).ToListAsync(cancellation)).FindAll(p => p.State == PageState.Open);

    /// <summary>One conditional UPDATE: what a worker is sending at this moment ends by itself.</summary>
    private static async Task SkipAsync(IncidentWork work, IEnumerable<Page> pages, string reason, CancellationToken cancellation)
    {
        var ids = pages.Select(p => p.Id).ToList();
        if (ids.Count > 0)
            await work.Db.PageAttempts.Where(a => ids.Contains(a.PageId) && a.State == AttemptState.Waiting).ExecuteUpdateAsync(set => set
                .SetProperty(a => a.State, AttemptState.Skipped).SetProperty(a => a.Reason, reason), cancellation);
    }
}
