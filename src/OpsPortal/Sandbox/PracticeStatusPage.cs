using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Sandbox.Systems;
using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Sandbox;

/// <summary>The practice systems as people outside would see them: their components, and a status page that shows these. What people changed stays theirs.</summary>
public sealed class PracticeStatusPage(ChangeFact facts, SavePage pages, SaveComponents components, IDbContextFactory<OpsPortalDbContext> storage, ILogger<PracticeStatusPage> log) : IPracticePart
{
    private const string Slug = "practice";

    public async Task ArrangeAsync(string environment, IReadOnlyList<SystemDefinition> systems, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.PublicPages.AnyAsync(cancellation)) return;
        List<ComponentForm> lines = [];
        foreach (var system in systems)
        {
            var parts = Parts(system);
            foreach (var (name, needs) in parts)
            {
                var added = await facts.AddAsync(Actor.Portal, system.Name, FactKind.Component, new Dictionary<string, string?> { ["name"] = name, ["group"] = system.Title, ["dependsOn"] = string.Join('\n', needs) }, cancellation);
                if (!added.Succeeded) continue;
                // On the page names stand for themselves, so those of a system carry its name.
                lines.Add(new(null, $"{system.Title}: {name}", null, system.Title, [.. needs.Select(n => $"{system.Title}: {n}")], system.Name, added.Value.Key));
            }
        }
        var page = await pages.AddAsync(Actor.Portal, new("Practice systems", "How the five practice systems stand, as those who use them would read it.", Slug: Slug), cancellation);
        var saved = page.Succeeded ? await components.InvokeAsync(Actor.Portal, Slug, lines, cancellation) : page.Problem;
        if (!saved.Succeeded) log.LogWarning("The practice systems have no status page: {Problem}", saved.Problem.Detail);
    }

    /// <summary>What holds data is called by what it does; everything else needs it.</summary>
    private static List<(string Name, IReadOnlyList<string> Needs)> Parts(SystemDefinition system)
    {
        var names = system.Workloads.Select(w => w.Name).Distinct().ToList();
        List<string> stores = [];
        if (names.Any(n => n.Contains("postgres", StringComparison.Ordinal))) stores.Add("Database");
        if (names.Any(n => n.Contains("redis", StringComparison.Ordinal))) stores.Add("Cache");
        var serving = names.Where(n => !n.Contains("postgres", StringComparison.Ordinal) && !n.Contains("redis", StringComparison.Ordinal)).Take(4).Select(n => (Words(n), (IReadOnlyList<string>)stores));
        return [.. serving, .. stores.Select(s => (s, (IReadOnlyList<string>)[]))];
    }

    private static string Words(string name) => char.ToUpperInvariant(name[0]) + name[1..].Replace('-', ' ');
}
