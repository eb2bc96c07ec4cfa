using Microsoft.EntityFrameworkCore;
using OpsPortal.Runbooks;
using OpsPortal.Storage;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Maintenance.Planning;

/// <summary>What can be begun with: everything that the runbooks brought.</summary>
public sealed class TemplateQueries(SystemQueries systems, RunbookLibrary library, IDbContextFactory<OpsPortalDbContext> contexts)
{
    /// <summary>By system and title.</summary>
    public async Task<IReadOnlyList<PlanTemplate>> AllAsync(CancellationToken cancellation)
    {
        List<PlanTemplate> all = [];
        foreach (var sheet in await systems.AllAsync(cancellation)) all.AddRange(await OfAsync(sheet, cancellation));
        return all;
    }

    public async Task<IReadOnlyList<PlanTemplate>> OfAsync(SystemSheet sheet, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var slugs = await db.Runbooks.Where(r => r.System!.Id == sheet.System.Id).OrderBy(r => r.Slug).Select(r => r.Slug).ToListAsync(cancellation);
        Dictionary<string, CompiledRunbook> runbooks = [];
        foreach (var slug in slugs)
            if (await library.FindAsync(slug, cancellation) is { } edition) runbooks[slug] = edition.Compiled;
        return PlanTemplates.Of(sheet, runbooks);
    }
}
