using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Incidents.Alerts.Receiving;
using OpsPortal.Runbooks;
using OpsPortal.Storage;
using OpsPortal.Storage.Jobs;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>
/// The job that runs the reads of an alert's section before anybody opens the page. It may come twice: each read has a key of incident,
/// section and step, so it runs once.
/// </summary>
internal sealed class RunAlertDiagnostics(IDbContextFactory<OpsPortalDbContext> contexts, RunbookLibrary library, RequestSectionReads reads, AlertLimits limits, ILogger<RunAlertDiagnostics> log) : IJobHandler
{
    public const string Name = "alert-diagnostics";

    public async Task HandleAsync(string payload, CancellationToken cancellation)
    {
        var number = long.Parse(payload, CultureInfo.InvariantCulture);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var incident = await db.Incidents.AsNoTracking().FirstOrDefaultAsync(i => i.Number == number, cancellation);
        if (incident is not { Runbook: { } runbook, EnvironmentId: { } place }) return;
        // Whoever set it up may have thought better of it.
        if (await db.AllowedDiagnostics.AsNoTracking().FirstOrDefaultAsync(a => a.SystemId == incident.SystemId && a.EnvironmentId == place, cancellation) is not { } allowed) return;
        var senders = await db.Alerts.AsNoTracking().Where(a => a.Incident == number).Select(a => a.IntegrationId).Distinct().Join(db.AlertIntegrations, id => id, i => i.Id, (_, i) => i).ToListAsync(cancellation);
        if (!senders.Any(i => i.Settings.Diagnostics && i.RemovedAt is null)) return;
        if (await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Id == place && e.RemovedAt == null, cancellation) is not { } environment || await library.FindAsync(runbook, cancellation) is not { } edition) return;

        // Nobody's rights: it may look, in this one place, and the reads that the system allows are all it asks for.
        var actor = new Actor(Guid.Empty, Actor.Portal.Name, new Standing(new Rights([new Grant(Permission.See | Permission.RunSteps, environment.Id, environment.Name, edition.Runbook.System?.Slug)])));
        var (left, only) = (limits.MostDiagnostics, allowed.Of(runbook));
        foreach (var section in DiagnosticSections.Of(edition.Compiled, incident.RunbookPlace))
        {
            if (left <= 0) break;
            var asked = await reads.InvokeAsync(actor, runbook, section, environment.Name, incident.Parameters, $"diagnostics:{number}:{section}", null, cancellation, number, left, only);
            if (asked.Succeeded) left -= asked.Value.Count;
            else log.LogInformation("{Incident}: nothing of {Section} runs by itself: {Why}", incident.Name, section, asked.Problem.Detail);
        }
    }
}
