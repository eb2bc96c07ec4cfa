using Microsoft.EntityFrameworkCore;
using OpsPortal.Runbooks;
using OpsPortal.Storage;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>Where an alert belongs.</summary>
/// <param name="Runbook">Slug; null where nobody knows one.</param>
/// <param name="Place">Fragment of its address.</param>
public sealed record AlertPlacement(SystemSheet System, string Severity, string? Runbook, string? Place, IReadOnlyDictionary<string, string> Parameters);

/// <summary>Finds system, runbook and values for an alert: by what it says of itself, by what systems say of it, by its integration.</summary>
public sealed class PlaceAlert(SystemQueries systems, RunbookLibrary library)
{
    private static readonly string[] SystemLabels = ["system", "service", "app", "app_kubernetes_io_name", "namespace", "job", "component", "source"];

    internal async Task<Result<AlertPlacement>> InvokeAsync(OpsPortalDbContext db, AlertIntegration integration, Alert alert, CancellationToken cancellation)
    {
        var places = await systems.FindAlertAsync(alert.Name, cancellation);
        var runbook = await RunbookAsync(db, alert, places, cancellation);
        if (await SystemAsync(db, integration, alert, runbook?.System, cancellation) is not { } slug || await systems.FindAsync(slug, cancellation) is not { } sheet)
            return Problem.NotFound($"Nobody knows to which system {alert.Name} belongs. Choose a system for the integration {integration.Name}, or let the alert have a label \"system\" with the system's address.");
        var edition = runbook is null ? null : await library.FindAsync(runbook.Slug, cancellation);
        var severity = alert.Severity ?? places.FirstOrDefault(p => p.Severity is not null)?.Severity;
        return new AlertPlacement(sheet, AlertSeverity.Of(SystemPolicy.Of(sheet), severity), runbook?.Slug, runbook?.Place, LabelParameters.Of(edition?.Compiled.Parameters ?? [], alert.Labels));
    }

    /// <summary>As the alert says it, or whoever knows an alert of this name; null where nobody does.</summary>
    internal async Task<string?> SeverityAsync(Alert alert, CancellationToken cancellation) =>
        alert.Severity ?? (await systems.FindAlertAsync(alert.Name, cancellation)).FirstOrDefault(p => p.Severity is not null)?.Severity;
    /// <summary>Slug of the system that the alert belongs to; null where nobody knows.</summary>
    internal async Task<string?> SystemOfAsync(OpsPortalDbContext db, AlertIntegration integration, Alert alert, CancellationToken cancellation)
    {
        var places = await systems.FindAlertAsync(alert.Name, cancellation);
        return await SystemAsync(db, integration, alert, (await RunbookAsync(db, alert, places, cancellation))?.System, cancellation);
    }

    private static async Task<string?> SystemAsync(OpsPortalDbContext db, AlertIntegration integration, Alert alert, string? ofRunbook, CancellationToken cancellation)
    {
        var all = await db.Systems.AsNoTracking().Select(s => new { s.Id, s.Slug, s.DefaultNamespace }).ToListAsync(cancellation);
        foreach (var label in SystemLabels)
            if (alert.Labels.GetValueOrDefault(label) is { Length: > 0 } value && all.FirstOrDefault(s => s.Slug == Slug.From(value)) is { } named) return named.Slug;
        if (ofRunbook is not null) return ofRunbook;
        var key = Slug.From(alert.Name);
        var says = await db.SystemFacts.AsNoTracking().Where(f => (f.Kind == FactKind.Alert || f.Kind == FactKind.Rule) && f.Key == key).Select(f => f.SystemId).Distinct().ToListAsync(cancellation);
        var knows = all.Where(s => says.Contains(s.Id)).Select(s => s.Slug).Order(StringComparer.Ordinal).ToList();
        if (knows.Count > 0) return integration.System is { } own && knows.Contains(own) ? own : knows[0];
        if (alert.Labels.GetValueOrDefault("namespace") is { } place && all.Where(s => s.DefaultNamespace == place).ToList() is [var only]) return only.Slug;
        return integration.System ?? (all is [var single] ? single.Slug : null);
    }

    private static async Task<FoundRunbook?> RunbookAsync(OpsPortalDbContext db, Alert alert, IReadOnlyList<AlertPlace> places, CancellationToken cancellation)
    {
        var named = Named(alert).ToList();
        var slugs = named.Select(n => n.Slug).Concat(places.Select(p => p.Runbook).OfType<string>()).Distinct().ToList();
        if (slugs.Count == 0) return null;
        var here = await db.Runbooks.AsNoTracking().Where(r => slugs.Contains(r.Slug)).Select(r => new { r.Slug, System = r.System!.Slug }).ToDictionaryAsync(r => r.Slug, r => r.System, cancellation);
        foreach (var (slug, place) in named)
            if (here.TryGetValue(slug, out var system))
                // The address may say the runbook only, where the system says the section as well.
                return new(slug, system, place ?? PlaceOf(places.FirstOrDefault(p => p.Runbook == slug)));
        var known = places.Where(p => p.Runbook is not null && here.ContainsKey(p.Runbook)).ToList();
        var wanted = SystemLabels.Select(l => alert.Labels.GetValueOrDefault(l)).Where(v => !string.IsNullOrEmpty(v)).Select(v => Slug.From(v!)).ToList();
        var best = known.FirstOrDefault(p => wanted.Contains(here[p.Runbook!])) ?? known.FirstOrDefault();
        return best is null ? null : new(best.Runbook!, here[best.Runbook!], PlaceOf(best));
    }

    private static string? PlaceOf(AlertPlace? place) => (place?.Step ?? place?.Section)?.Replace('/', '.');

    /// <summary>What the alert itself names: an address of ours, a file anywhere whose name is a runbook's, a label.</summary>
    private static IEnumerable<(string Slug, string? Place)> Named(Alert alert)
    {
        if (alert.Annotations.GetValueOrDefault("runbook_url") is { Length: > 0 } address)
            foreach (var found in RunbookAddress.Read(address)) yield return found;
        foreach (var said in new[] { alert.Labels.GetValueOrDefault("runbook"), alert.Annotations.GetValueOrDefault("runbook") })
            if (!string.IsNullOrWhiteSpace(said))
                foreach (var found in RunbookAddress.Read(said)) yield return found;
    }

    private sealed record FoundRunbook(string Slug, string System, string? Place);
}

/// <summary>What an address of a runbook may mean here, best first. Pure.</summary>
public static class RunbookAddress
{
    public static IEnumerable<(string Slug, string? Place)> Read(string address)
    {
        var hash = address.IndexOf('#');
        var place = hash >= 0 && hash < address.Length - 1 ? Uri.UnescapeDataString(address[(hash + 1)..]) : null;
        var path = (hash >= 0 ? address[..hash] : address).Split('?')[0].TrimEnd('/');
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToList();
        var at = parts.LastIndexOf("runbooks");
        if (at >= 0 && at < parts.Count - 1) yield return (Name(parts[at + 1]), place);
        // docs/runbooks/platform-service/high-error-rate.md is the runbook platform-service, the runbook high-error-rate, or a README beside them.
        for (var n = parts.Count - 1; n >= 0 && n >= parts.Count - 3; n--)
            if (n != at + 1 || at < 0) yield return (Name(parts[n]), place);
    }

    private static string Name(string part) => Slug.From(part.EndsWith(".md", StringComparison.OrdinalIgnoreCase) ? part[..^3] : part);
}
