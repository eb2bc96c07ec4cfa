using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.Incidents.Clocks;

namespace OpsPortal.OnCall.Paging.Escalating;

/// <summary>What incidents mean for pages.</summary>
internal sealed class PageForIncidents(Escalate escalate, EndPages end) : IIncidentListener
{
    public async Task HearAsync(IncidentWork work, IncidentNews news, CancellationToken cancellation)
    {
        switch (news)
        {
            case IncidentNews.Declared:
            case IncidentNews.Moved { From: >= IncidentState.Resolved } when work.Incident.State == IncidentState.Investigating:
                await escalate.BeginAsync(work, cancellation);
                break;
            case IncidentNews.Moved { From: IncidentState.Detected }:
                await end.AcknowledgedAsync(work, cancellation);
                if (!work.Incident.State.IsOpen()) await end.AllAsync(work, "the incident is over", cancellation);
                break;
            case IncidentNews.Moved when work.Incident.State >= IncidentState.Mitigated:
                await end.AllAsync(work, work.Incident.State.IsOpen() ? "it is mitigated" : "the incident is over", cancellation);
                break;
            case IncidentNews.RanOut { Clock.Kind: ClockKind.Escalate }:
                await UpAsync(work, "not mitigated in time", cancellation);
                break;
            case IncidentNews.HelpAsked help:
                await UpAsync(work, $"{work.Actor.Name} asks for help: {help.Why}", cancellation);
                break;
        }
    }

    private async Task UpAsync(IncidentWork work, string why, CancellationToken cancellation)
    {
        if (await work.Db.Escalations.FirstOrDefaultAsync(e => e.Incident == work.Incident.Number, cancellation) is not { } escalation) return;
        var policy = await work.Db.EscalationPolicies.AsNoTracking().FirstAsync(p => p.Id == escalation.PolicyId, cancellation);
        var waits = escalation.NextAt is not null;
        await escalate.AdvanceAsync(work, escalation, policy, why, cancellation);
        // Somebody is on it already: those above are told, and nobody after them.
        if (!waits && work.Incident.AcknowledgedAt is not null) escalation.NextAt = null;
    }
}
