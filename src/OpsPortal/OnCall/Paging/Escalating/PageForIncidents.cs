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
                await escalate.UpAsync(work, "not mitigated in time", cancellation);
                break;
        }
    }
}
