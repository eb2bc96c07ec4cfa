using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Components;

/// <summary>Somebody who knows what a system consists of.</summary>
public interface IKnowComponents
{
    /// <summary>The likeliest first.</summary>
    /// <param name="system">Slug.</param>
    Task<IReadOnlyList<string>> OfAsync(string system, CancellationToken cancellation);
}

/// <summary>What may be affected by an incident, from all who know something of it.</summary>
public sealed class SuggestComponents(IEnumerable<IKnowComponents> sources)
{
    private const int Most = 12;

    /// <summary>Each once, whatever its case.</summary>
    /// <param name="system">Slug.</param>
    public async Task<IReadOnlyList<string>> InvokeAsync(string system, CancellationToken cancellation)
    {
        List<string> all = [];
        foreach (var source in sources) all.AddRange(await source.OfAsync(system, cancellation));
        return [.. all.DistinctBy(c => c, StringComparer.OrdinalIgnoreCase).Take(Most)];
    }
}

/// <summary>What earlier incidents of the system named, the most frequent first; only those that the reader sees.</summary>
internal sealed class FormerComponents(IDbContextFactory<OpsPortalDbContext> contexts) : IKnowComponents
{
    private const int MostIncidents = 200;

    public async Task<IReadOnlyList<string>> OfAsync(string system, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var former = await db.Incidents.AsNoTracking().Where(i => i.System == system).OrderByDescending(i => i.Number).Take(MostIncidents).Select(i => i.Components).ToListAsync(cancellation);
        return [.. former.SelectMany(c => c).GroupBy(c => c, StringComparer.OrdinalIgnoreCase).OrderByDescending(g => g.Count()).Select(g => g.First())];
    }
}
