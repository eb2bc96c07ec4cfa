using Microsoft.EntityFrameworkCore;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>
/// An alert that is worse than all before it makes its incident as bad as it is. Nothing makes an incident milder by itself; and what a person decided
/// having seen alerts as bad as this one stays.
/// </summary>
public sealed class RaiseSeverity(PlaceAlert placing)
{
    internal async Task InvokeAsync(IncidentWork work, GroupChange change, CancellationToken cancellation)
    {
        if (await WorstAsync(work.Policy, change.New, cancellation) is not { } worst || !SeverityChoice.IsWorse(work.Policy, worst.Severity, work.Incident.Severity)) return;
        if (await WorstAsync(work.Policy, await BeforeAsync(work, change, cancellation), cancellation) is { } before && !SeverityChoice.IsWorse(work.Policy, worst.Severity, before.Severity)) return;
        await MoveIncident.SetSeverityAsync(work, worst.Severity, $"{worst.Alert.Name} is {worst.Severity}: the severity rises from {work.Incident.Severity} to {worst.Severity}", cancellation);
    }

    /// <summary>One alert of each name and severity that the incident had.</summary>
    private static async Task<List<Alert>> BeforeAsync(IncidentWork work, GroupChange change, CancellationToken cancellation)
    {
        var (number, now) = (work.Incident.Number, change.New.Select(a => a.Id).ToArray());
        return await work.Db.Alerts.AsNoTracking().Where(a => a.Incident == number && !now.Contains(a.Id)).GroupBy(a => new { a.Name, a.Severity }).Select(g => g.OrderBy(a => a.Id).First()).ToListAsync(cancellation);
    }

    /// <summary>In the words of the policy; an alert that says nothing of how bad it is counts for nothing.</summary>
    private async Task<WorstAlert?> WorstAsync(SystemPolicy policy, IReadOnlyList<Alert> alerts, CancellationToken cancellation)
    {
        WorstAlert? worst = null;
        foreach (var alert in alerts.DistinctBy(a => (a.Name, a.Severity)))
            if (await placing.SeverityAsync(alert, cancellation) is { } said && AlertSeverity.Rank(said) < 1000 && AlertSeverity.Of(policy, said) is var severity && (worst is null || SeverityChoice.IsWorse(policy, severity, worst.Severity)))
                worst = new(alert, severity);
        return worst;
    }

    private sealed record WorstAlert(Alert Alert, string Severity);
}
