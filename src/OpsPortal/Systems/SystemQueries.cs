using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Systems;

/// <summary>Systems and what is kept of them.</summary>
public sealed class SystemQueries(IDbContextFactory<OpsPortalDbContext> storage)
{
    public async Task<IReadOnlyList<SystemSheet>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var systems = await db.Systems.AsNoTracking().OrderBy(s => s.Name).ToListAsync(cancellation);
        var facts = (await db.SystemFacts.AsNoTracking().ToListAsync(cancellation)).ToLookup(f => f.SystemId);
        return [.. systems.Select(s => new SystemSheet(s, [.. facts[s.Id]]))];
    }

    /// <summary>Null where there is no such system.</summary>
    public async Task<SystemSheet?> FindAsync(string slug, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Systems.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == slug, cancellation) is not { } system) return null;
        return new(system, await db.SystemFacts.AsNoTracking().Where(f => f.SystemId == system.Id).ToListAsync(cancellation));
    }

    /// <summary>Where an alert is answered, in whatever system; the name counts whole, its case does not.</summary>
    public async Task<IReadOnlyList<AlertPlace>> FindAlertAsync(string name, CancellationToken cancellation)
    {
        name = name.Trim();
        var key = Slug.From(name);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var found = await db.SystemFacts.AsNoTracking().Where(f => f.Kind == FactKind.Alert && f.Key == key).ToListAsync(cancellation);
        // Several runbooks may answer it, each with its own part; what people set holds for all.
        return [.. found.Where(f => name.Equals(f.Text("name"), StringComparison.OrdinalIgnoreCase)).SelectMany(Places).Distinct()];
    }

    internal static Problem Missing(string slug) => Problem.NotFound($"There is no system {slug}; the runbooks under Runbooks name those that are.");

    private static IEnumerable<AlertPlace> Places(SystemFact alert)
    {
        var held = AlertPlace.Of(alert);
        yield return held;
        if (alert.State.ByHand.ContainsKey("runbook") || alert.State.Choices.ContainsKey("runbook")) yield break;
        foreach (var origin in alert.Origins.Skip(1))
            yield return held with { Runbook = origin.Says.GetValueOrDefault("runbook"), Section = origin.Says.GetValueOrDefault("section"), Step = origin.Says.GetValueOrDefault("step") };
    }
}
