using Microsoft.EntityFrameworkCore;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

/// <summary>How far runbooks can be trusted. Narrowed to what the one who asks may see.</summary>
public interface IRehearsalReader
{
    /// <summary>By id, the steps of a runbook's current version; empty where there is no such runbook.</summary>
    Task<IReadOnlyDictionary<string, StepTrust>> StepsAsync(string runbook, Guid environment, CancellationToken cancellation);

    /// <summary>Of every runbook, by slug, in one environment: the worst of its steps, and how many of each.</summary>
    Task<IReadOnlyDictionary<string, RunbookTrust>> RunbooksAsync(Guid environment, CancellationToken cancellation);
}

/// <param name="WorkedAt">Null where it never did.</param>
public sealed record StepTrust(int Number, string StepId, string Title, StepStanding Standing, DateTimeOffset? WorkedAt, DateTimeOffset? At, long? Execution);

/// <param name="System">Its name.</param>
/// <param name="LastAt">When it was last rehearsed there; null where never.</param>
public sealed record RunbookTrust(string Slug, string Title, string System, IReadOnlyList<StepTrust> Steps, DateTimeOffset? LastAt)
{
    public int Count(HealthState state) => Steps.Count(s => s.Standing.State == state);

    /// <summary>What its badge says.</summary>
    public HealthState State => Count(HealthState.Broken) > 0 ? HealthState.Broken : Count(HealthState.Stale) > 0 ? HealthState.Stale : Count(HealthState.Rehearsed) > 0 ? HealthState.Rehearsed : HealthState.Never;
}

public sealed class RehearsalQueries(IDbContextFactory<OpsPortalDbContext> storage, RunbookLibrary library, TimeProvider time) : IRehearsalReader
{
    public async Task<IReadOnlyDictionary<string, StepTrust>> StepsAsync(string runbook, Guid environment, CancellationToken cancellation) =>
        await library.FindAsync(runbook, cancellation) is { } edition && (await OfAsync(edition, environment, cancellation)) is { } trust ? trust.Steps.ToDictionary(s => s.StepId) : new Dictionary<string, StepTrust>();

    public async Task<IReadOnlyDictionary<string, RunbookTrust>> RunbooksAsync(Guid environment, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        Dictionary<string, RunbookTrust> all = [];
        foreach (var slug in await db.Runbooks.Select(r => r.Slug).ToListAsync(cancellation))
            if (await library.FindAsync(slug, cancellation) is { } edition) all[slug] = await OfAsync(edition, environment, cancellation);
        return all;
    }

    /// <summary>With its steps; null where there is none.</summary>
    public async Task<Rehearsal?> FindAsync(long id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Rehearsals.AsNoTracking().Include(r => r.Environment).Include(r => r.Runbook).Include(r => r.Steps.OrderBy(s => s.Number)).FirstOrDefaultAsync(r => r.Id == id, cancellation);
    }

    /// <summary>The newest first, without their steps.</summary>
    public async Task<IReadOnlyList<Rehearsal>> ListAsync(string? runbook, long before, int limit, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.Rehearsals.AsNoTracking().Include(r => r.Environment).Include(r => r.Runbook).Where(r => r.Id < before && (runbook == null || r.Runbook!.Slug == runbook)).OrderByDescending(r => r.Id).Take(limit).ToListAsync(cancellation);
    }

    private async Task<RunbookTrust> OfAsync(RunbookEdition edition, Guid environment, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var known = await db.StepHealths.AsNoTracking().Where(h => h.RunbookId == edition.Runbook.Id && h.EnvironmentId == environment).ToDictionaryAsync(h => h.StepId, cancellation);
        var now = time.GetUtcNow();
        return new(edition.Runbook.Slug, edition.Runbook.Title, edition.Runbook.System?.Name ?? "", [.. edition.Compiled.Steps.Index().Select(s => Of(s.Item, s.Index + 1, known.GetValueOrDefault(s.Item.Id), now))], known.Count == 0 ? null : known.Values.Max(h => h.At));
    }

    private static StepTrust Of(Step step, int number, StepHealth? health, DateTimeOffset now) => new(number, step.Id, step.Title,
        health is null && WrittenStep.LeftOut(step) is { } never ? new(HealthState.NotRehearsed, never) : StepStanding.Of(health, WrittenStep.Of(step), now), health?.WorkedAt, health?.At, health?.Execution);
}
