using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Maintenance.Series;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Sandbox;

/// <summary>Arranges the windows that the practice systems' runbooks name ("Sunday 02:00–04:00 UTC"), once: what people end stays ended.</summary>
internal sealed class SandboxWindows(PlanSeries series, TemplateQueries templates, SystemQueries systems, IDbContextFactory<OpsPortalDbContext> storage, TimeProvider time, ILogger<SandboxWindows> log) : IPracticePart
{
    public async Task ArrangeAsync(string environment, IReadOnlyList<SystemDefinition> all, CancellationToken cancellation)
    {
        foreach (var system in all) await ArrangeAsync(system.Name, environment, cancellation);
    }

    private async Task ArrangeAsync(string system, string environment, CancellationToken cancellation)
    {
        if (await systems.FindAsync(system, cancellation) is not { } sheet) return;
        foreach (var window in await templates.OfAsync(sheet, cancellation))
        {
            if (window is not { Rule: { } rule, Start: { } start }) continue;
            await using var db = await storage.CreateDbContextAsync(cancellation);
            if (await db.MaintenanceSeries.AnyAsync(s => s.Source == window.Key, cancellation)) continue;
            var form = new PlanForm
            {
                Title = window.TitleFor(sheet.System.Name),
                Systems = [system],
                Environment = environment,
                TimeZone = window.TimeZone ?? "UTC",
                AnnounceBefore = window.AnnounceBefore,
                RollbackRunbook = window.RollbackRunbook,
                RollbackPlace = window.RollbackPlace,
                Phases = window.Phases,
            };
            var begun = await series.AddAsync(Actor.Portal, new(form, rule, time.GetUtcNow().UtcDateTime.Date + start.ToTimeSpan(), window.Duration ?? TimeSpan.FromHours(2)), window.Key, cancellation);
            if (!begun.Succeeded) log.LogWarning("The window {Window} of {System} could not be arranged: {Problem}", window.Title, system, begun.Problem.Detail);
        }
    }
}
