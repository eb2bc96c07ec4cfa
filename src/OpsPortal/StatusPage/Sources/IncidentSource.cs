using Microsoft.EntityFrameworkCore;
using OpsPortal.Incidents;
using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;
using OpsPortal.Systems.Facts;

namespace OpsPortal.StatusPage.Sources;

/// <summary>Open incidents propose the state of what they affect. Private ones say nothing, not even inside.</summary>
internal sealed class IncidentSource : IStatusSource
{
    public async Task<IReadOnlyList<StatusFinding>> FindAsync(OpsPortalDbContext db, DateTimeOffset now, CancellationToken cancellation)
    {
        var open = await db.Incidents.IgnoreQueryFilters().AsNoTracking().Where(i => i.ResolvedAt == null && !i.Private).OrderBy(i => i.Number).ToListAsync(cancellation);
        return [.. open.SelectMany(Of)];
    }

    internal static IEnumerable<StatusFinding> Of(Incident incident)
    {
        var text = $"{incident.Name} ({incident.Severity}, {incident.State.Word()}): {incident.Title}";
        foreach (var component in incident.Components.Count == 0 ? [null] : incident.Components.Cast<string?>())
            yield return new($"incident:{incident.Number}", incident.System, component, State(incident), text, $"/incidents/{incident.Number}");
    }

    /// <summary>The severity is a first guess at what users notice; once it is mitigated they notice nothing any more.</summary>
    internal static ComponentState State(Incident incident) => incident.State is IncidentState.Mitigated or IncidentState.Resolved or IncidentState.Reviewed ? ComponentState.Operational
        : SeverityOrder.Of(incident.Severity) switch
        {
            <= 10 => ComponentState.MajorOutage,
            <= 20 => ComponentState.PartialOutage,
            _ => ComponentState.DegradedPerformance,
        };
}
