using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Systems.Facts;

/// <summary>Something that a runbook says, as plain text.</summary>
/// <param name="Key">Unique per kind in the runbook; the same as in other runbooks that speak of the same thing.</param>
/// <param name="Says">Field → value as <see cref="FieldText"/> stores it; without empty ones.</param>
public sealed record SaidFact(FactKind Kind, string Key, int Line, string? Anchor, IReadOnlyDictionary<string, string> Says);

/// <summary>The runbook that says it.</summary>
public sealed record FactSource(Guid RunbookId, string Runbook, Guid SystemId);

/// <summary>Brings what is kept of a system in line with what a runbook of it says now, in the transaction of whoever stores the runbook.</summary>
public sealed class SynchroniseFacts(AuditLog audit, TimeProvider time)
{
    /// <param name="db">With a transaction under way. Nothing is said of it where nothing changes.</param>
    public async Task ApplyAsync(OpsPortalDbContext db, Actor actor, FactSource source, IReadOnlyList<SaidFact> said, CancellationToken cancellation)
    {
        await db.LockAsync(SystemLock.Of(source.SystemId), cancellation);
        var kept = (await db.SystemFacts.Where(f => f.SystemId == source.SystemId).ToListAsync(cancellation)).ToDictionary(f => (f.Kind, f.Key));
        var now = said.ToDictionary(s => (s.Kind, s.Key));
        var (added, changed, gone, removed) = (0, 0, 0, 0);
        foreach (var key in kept.Keys.Union(now.Keys).ToList())
        {
            var before = kept.GetValueOrDefault(key);
            var origin = now.TryGetValue(key, out var fact) ? new FactOrigin(source.RunbookId, source.Runbook, fact.Line, fact.Anchor, fact.Says) : null;
            var after = FactState.Merge(before?.State, source.RunbookId, origin);
            switch (before, after)
            {
                case (null, { } born):
                    db.SystemFacts.Add(New(source.SystemId, key.Kind, key.Key, born));
                    added++;
                    break;
                case ({ } dead, null):
                    db.SystemFacts.Remove(dead);
                    removed++;
                    break;
                case ({ } old, { } next) when !Same(old, next):
                    if (next.Gone) gone++;
                    else changed++;
                    old.Become(next);
                    break;
            }
        }
        if (added + changed + gone + removed == 0) return;
        await db.SaveChangesAsync(cancellation);
        var system = await db.Systems.Where(s => s.Id == source.SystemId).Select(s => s.Slug).FirstAsync(cancellation);
        await audit.AppendAsync(db, actor, "system.read-from-runbook", "system", system, new Dictionary<string, string>
        {
            ["runbook"] = source.Runbook,
            ["added"] = $"{added}",
            ["changed"] = $"{changed}",
            ["gone"] = $"{gone}",
            ["removed"] = $"{removed}",
        }, cancellation);
    }

    internal SystemFact New(Guid system, FactKind kind, string key, FactState state) => new()
    {
        Id = Guid.CreateVersion7(time.GetUtcNow()),
        SystemId = system,
        Kind = kind,
        Key = key,
        Origins = state.Origins,
        ByHand = state.ByHand,
        Choices = state.Choices,
    };

    private static bool Same(SystemFact fact, FactState state) => ReferenceEquals(fact.Origins, state.Origins) && fact.Gone == state.Gone;
}

internal static class SystemLock
{
    /// <summary>Whoever changes facts of a system holds it, so that none is lost between reading and writing.</summary>
    public static string Of(Guid system) => $"system:{system}";
}
