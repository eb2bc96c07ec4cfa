using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.OnCall.Paging.Sending;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>Ends the pages of an incident, within an act on it: what is not sent yet stays unsent.</summary>
public sealed class EndPages
{
    /// <summary>Somebody is on it: their own page is acknowledged, the others stop, and they are reminded later. Whoever was asked for help is still wanted.</summary>
    public async Task AcknowledgedAsync(IncidentWork work, CancellationToken cancellation)
    {
        // Whoever has no account acknowledged by the link of a page: that page says who it was.
        var contact = work.Actor.Id == Guid.Empty ? work.Db.Pages.Local.FirstOrDefault(p => p.Incident == work.Incident.Number && p.AcknowledgedAt == work.Now)?.ContactId
            : await work.Db.Contacts.Where(c => c.UserId == work.Actor.Id && c.RemovedAt == null).Select(c => (Guid?)c.Id).FirstOrDefaultAsync(cancellation);
        var open = (await OpenAsync(work, cancellation)).FindAll(p => p.Kind != PageKind.Help || p.ContactId == contact);
        foreach (var page in open)
        {
            if (page.ContactId == contact) (page.State, page.AcknowledgedAt, page.AcknowledgedBy) = (PageState.Acknowledged, work.Now, work.Actor.Name);
            else (page.State, page.EndedBecause) = (PageState.Stopped, $"{work.Actor.Name} acknowledged at {work.Now:HH:mm:ss} UTC");
        }
        await SkipAttempts.InvokeAsync(work.Db, work, [.. open.Select(p => p.Id)], $"{work.Actor.Name} acknowledged before", cancellation);
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
        await SkipAttempts.InvokeAsync(work.Db, work, [.. open.Select(p => p.Id)], $"Not needed: {why}", cancellation);
        if (await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is { } escalation)
            (escalation.NextAt, escalation.RemindAt) = (null, null);
    }

    /// <summary>As this act has them by now: what it ended already is not stored yet.</summary>
    private static async Task<List<Page>> OpenAsync(IncidentWork work, CancellationToken cancellation) =>
        (await work.Db.Pages.Where(p => p.Incident == work.Incident.Number && p.State == PageState.Open).ToListAsync(cancellation)).FindAll(p => p.State == PageState.Open);
}
