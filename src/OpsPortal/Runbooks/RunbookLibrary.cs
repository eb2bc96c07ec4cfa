using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Caching.Memory;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks;

/// <summary>
/// Runbooks as they stand now, compiled. A compiled runbook depends on its text alone, so it is kept by the text's hash and
/// never has to be thrown away because something changed.
/// </summary>
public sealed class RunbookLibrary(IDbContextFactory<OpsPortalDbContext> storage, IMemoryCache cache)
{
    /// <summary>The current version; null where there is no such runbook.</summary>
    public async Task<RunbookEdition?> FindAsync(string slug, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var found = await (from r in db.Runbooks.Include(r => r.System).AsNoTracking()
                           where r.Slug == slug
                           join v in db.RunbookVersions.AsNoTracking() on new { RunbookId = r.Id, Number = r.CurrentVersion } equals new { v.RunbookId, v.Number }
                           select new { Runbook = r, Version = v }).FirstOrDefaultAsync(cancellation);
        return found is null ? null : new(found.Runbook, found.Version, Compile(found.Version, found.Runbook.Title));
    }

    internal static Problem Missing(string slug) => Problem.NotFound($"There is no runbook {slug}; the list under Runbooks has those that are.");

    private CompiledRunbook Compile(RunbookVersion version, string name) =>
        cache.GetOrCreate(("runbook", version.Hash), entry =>
        {
            entry.Size = version.Text.Length;
            return RunbookCompiler.Compile(version.Text, name);
        })!;
}

/// <summary>A runbook in its current version.</summary>
public sealed record RunbookEdition(Runbook Runbook, RunbookVersion Version, CompiledRunbook Compiled);
