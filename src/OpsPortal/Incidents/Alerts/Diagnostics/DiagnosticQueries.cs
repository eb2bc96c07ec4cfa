using Microsoft.EntityFrameworkCore;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>What may run by itself, and what could.</summary>
public sealed class DiagnosticQueries(IDbContextFactory<OpsPortalDbContext> contexts, RunbookLibrary library)
{
    /// <summary>Every environment with what is allowed there, by name; null where there is no such system.</summary>
    public async Task<IReadOnlyList<(string Environment, bool Production, AllowedDiagnostics? Allowed)>?> OfAsync(string system, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Systems.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == system, cancellation) is not { } about) return null;
        var places = await db.Environments.AsNoTracking().Where(e => e.RemovedAt == null).OrderBy(e => e.Name).ToListAsync(cancellation);
        var allowed = await db.AllowedDiagnostics.AsNoTracking().Where(a => a.SystemId == about.Id).ToDictionaryAsync(a => a.EnvironmentId, cancellation);
        return places.ConvertAll(e => (e.Name, e.Production, allowed.GetValueOrDefault(e.Id)));
    }

    /// <summary>The reads of its runbooks, section by section in their order.</summary>
    public async Task<IReadOnlyList<DiagnosticSection>> ReadsAsync(string system, CancellationToken cancellation)
    {
        List<string> slugs;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
            slugs = await db.Runbooks.Where(r => r.System!.Slug == system).OrderBy(r => r.Slug).Select(r => r.Slug).ToListAsync(cancellation);
        List<DiagnosticSection> sections = [];
        foreach (var slug in slugs)
            if (await library.FindAsync(slug, cancellation) is { } edition)
                foreach (var section in edition.Compiled.Sections)
                {
                    var reads = edition.Compiled.Steps.Where(s => s.SectionId == section.Id && AllowDiagnostics.MayRunByItself(s)).Select(s => new DiagnosticRead($"{slug}#{s.Id}", s.Title, s.Source)).ToList();
                    if (reads.Count > 0) sections.Add(new(edition.Runbook.Title, string.Join(" › ", section.Path), reads));
                }
        return sections;
    }
}

/// <param name="Path">Headings from the outermost on.</param>
public sealed record DiagnosticSection(string Runbook, string Path, IReadOnlyList<DiagnosticRead> Reads);

/// <param name="Key"><c>runbook#step</c></param>
public sealed record DiagnosticRead(string Key, string Title, string Source);
