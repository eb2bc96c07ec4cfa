using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks.Facts;

/// <summary>Reads runbooks that were stored before their systems took anything from them. Once each; with the next version they are read anyway.</summary>
internal sealed class CatchUpFacts(IDbContextFactory<OpsPortalDbContext> storage, SynchroniseFacts facts, PatientStart start, ILogger<CatchUpFacts> log) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => start.DoAsync(CatchUpAsync, cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task CatchUpAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var behind = await db.Runbooks.Where(r => r.FactsVersion < r.CurrentVersion).Select(r => r.Slug).ToListAsync(cancellation);
        foreach (var slug in behind) await ReadAsync(slug, cancellation);
        if (behind.Count > 0) log.LogInformation("Took over what {Runbooks} runbooks say of their systems", behind.Count);
    }

    private async Task ReadAsync(string slug, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"runbook:{slug}", cancellation);
        // Another process may have been first.
        var runbook = await db.Runbooks.FirstAsync(r => r.Slug == slug, cancellation);
        if (runbook.FactsVersion >= runbook.CurrentVersion) return;
        if (await db.RunbookVersions.FirstOrDefaultAsync(v => v.RunbookId == runbook.Id && v.Number == runbook.CurrentVersion, cancellation) is { } version)
            await facts.ApplyAsync(db, Actor.Portal, new(runbook.Id, slug, runbook.SystemId), RunbookFacts.Of(slug, RunbookCompiler.Compile(version.Text, slug), await db.KnownRunbooksAsync(cancellation)), cancellation);
        runbook.FactsVersion = runbook.CurrentVersion;
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }
}

internal static class KnownRunbooks
{
    public static async Task<IReadOnlySet<string>> KnownRunbooksAsync(this OpsPortalDbContext db, CancellationToken cancellation) =>
        (await db.Runbooks.Select(r => r.Slug).ToListAsync(cancellation)).ToHashSet();
}
