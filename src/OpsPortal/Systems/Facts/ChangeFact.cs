using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Systems.Facts;

/// <summary>What people want of a fact.</summary>
public sealed record FactChange
{
    /// <summary>Field → value as written; null or empty takes it away. Fields that are not here stay.</summary>
    public IReadOnlyDictionary<string, string?> Set { get; init; } = new Dictionary<string, string?>();

    /// <summary>Fields that are the runbook's again.</summary>
    public IReadOnlyList<string> UseRunbook { get; init; } = [];

    /// <summary>Field → slug of the runbook that is right where two say different things.</summary>
    public IReadOnlyDictionary<string, string> Choose { get; init; } = new Dictionary<string, string>();

    /// <summary>The revision that people saw; null changes whatever is there.</summary>
    public int? Revision { get; init; }
}

/// <summary>Changes, adds and removes what is kept of a system besides its runbooks.</summary>
public sealed class ChangeFact(IDbContextFactory<OpsPortalDbContext> storage, SynchroniseFacts facts, AuditLog audit, TimeProvider time)
{
    /// <summary>Of problems that come from an older revision.</summary>
    internal const string RevisionField = "revision";

    public Task<Result<SystemFact>> InvokeAsync(Actor actor, string system, FactKind kind, string key, FactChange change, CancellationToken cancellation) =>
        InAsync(actor, system, async (db, owner) =>
        {
            var fact = await FindAsync(db, owner.Id, kind, key, cancellation);
            // The one policy of a system is there as soon as somebody wants it.
            if (fact is null && kind == FactKind.Policy) db.SystemFacts.Add(fact = facts.New(owner.Id, kind, key, Empty));
            if (fact is null) return Missing(system, kind, key);
            if (change.Revision is { } seen && seen != fact.Revision)
                return new Problem(ProblemKind.Conflict, $"{fact.ChangedBy ?? "A new version of a runbook"} has changed this meanwhile. Load it again and look what is there now; what you wrote is still in the form.", RevisionField);
            var next = FactEdit.Apply(FactRules.Of(kind), fact.State, change);
            if (!next.Succeeded) return next.Problem;
            if (kind == FactKind.Escalation && next.Value.Value("contact") is { } contact && change.Set.ContainsKey("contact") && await FindAsync(db, owner.Id, FactKind.Contact, contact, cancellation) is null)
                return Problem.Invalid($"This system has no contact {contact}; add the contact first.", "contact");
            var detail = Told(kind, key, fact.State, next.Value);
            // Nobody says it and nobody changed it any more.
            if (next.Value is { Gone: true, Touched: false }) db.SystemFacts.Remove(fact);
            Mark(fact, actor, next.Value);
            await StoreAsync(db, actor, owner, "system.changed", detail, cancellation);
            return fact;
        }, cancellation);

    public Task<Result<SystemFact>> AddAsync(Actor actor, string system, FactKind kind, IReadOnlyDictionary<string, string?> values, CancellationToken cancellation) =>
        InAsync(actor, system, async (db, owner) =>
        {
            var rule = FactRules.Of(kind);
            var given = rule.Fields.Where(f => !f.FromRunbook).ToDictionary(f => f.Name, f => values.GetValueOrDefault(f.Name));
            var made = FactEdit.Apply(rule, Empty, new() { Set = values.Concat(given).DistinctBy(v => v.Key).ToDictionary() });
            if (!made.Succeeded) return made.Problem;
            var name = made.Value.Value(rule.NameField) ?? "policy";
            if (Slug.From(name) is not { Length: > 0 } key) return Problem.Invalid($"\"{name}\" needs a letter or a digit, so that it can stand in an address.", rule.NameField);
            if (await FindAsync(db, owner.Id, kind, key, cancellation) is not null) return Problem.Conflict($"There is a {rule.Noun} {name} already; change that one.");
            var fact = facts.New(owner.Id, kind, key, made.Value);
            (fact.ChangedBy, fact.ChangedAt) = (actor.Name, time.GetUtcNow());
            db.SystemFacts.Add(fact);
            await StoreAsync(db, actor, owner, "system.added", Told(kind, key, Empty, made.Value), cancellation);
            return fact;
        }, cancellation);

    /// <summary>Only what no runbook says (any more): the rest would be back with its next version.</summary>
    public Task<Result<SystemFact>> RemoveAsync(Actor actor, string system, FactKind kind, string key, CancellationToken cancellation) =>
        InAsync(actor, system, async (db, owner) =>
        {
            if (await FindAsync(db, owner.Id, kind, key, cancellation) is not { } fact) return Missing(system, kind, key);
            if (fact is { Gone: false, Origins: [var origin, ..] }) return Problem.Conflict($"The runbook {origin.Runbook} says it in line {origin.Line}; remove it there.");
            db.SystemFacts.Remove(fact);
            await StoreAsync(db, actor, owner, "system.removed", new() { ["kind"] = FactRules.Of(kind).Noun, ["key"] = key }, cancellation);
            return fact;
        }, cancellation);

    private static FactState Empty { get; } = new([], new Dictionary<string, string>(), new Dictionary<string, Guid>(), false);

    private static Problem Missing(string system, FactKind kind, string key) => Problem.NotFound($"The system {system} has no {FactRules.Of(kind).Noun} {key}.");

    private static Task<SystemFact?> FindAsync(OpsPortalDbContext db, Guid system, FactKind kind, string key, CancellationToken cancellation) =>
        db.SystemFacts.FirstOrDefaultAsync(f => f.SystemId == system && f.Kind == kind && f.Key == key, cancellation);

    private async Task<Result<SystemFact>> InAsync(Actor actor, string system, Func<OpsPortalDbContext, OpsSystem, Task<Result<SystemFact>>> work, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Author, "change what is kept of a system") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Systems.FirstOrDefaultAsync(s => s.Slug == system, cancellation) is not { } owner) return SystemQueries.Missing(system);
        await db.LockAsync(SystemLock.Of(owner.Id), cancellation);
        var result = await work(db, owner);
        if (result.Succeeded) await transaction.CommitAsync(cancellation);
        return result;
    }

    private void Mark(SystemFact fact, Actor actor, FactState next)
    {
        fact.Become(next);
        (fact.ChangedBy, fact.ChangedAt) = (actor.Name, time.GetUtcNow());
    }

    private async Task StoreAsync(OpsPortalDbContext db, Actor actor, OpsSystem owner, string action, Dictionary<string, string> detail, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, action, "system", owner.Slug, detail, cancellation);
    }

    /// <summary>What was changed from what to what; of contacts only which fields, because addresses of people have no place in a log that is never shortened.</summary>
    private static Dictionary<string, string> Told(FactKind kind, string key, FactState before, FactState after)
    {
        var changed = FactRules.Of(kind).Fields.Where(f => before.Value(f.Name) != after.Value(f.Name)).ToList();
        Dictionary<string, string> detail = new() { ["kind"] = FactRules.Of(kind).Noun, ["key"] = key };
        if (kind == FactKind.Contact) detail["fields"] = string.Join(", ", changed.Select(f => f.Name));
        else foreach (var field in changed) detail[field.Name] = $"{FieldText.Show(field, before.Value(field.Name))} → {FieldText.Show(field, after.Value(field.Name))}";
        return detail;
    }
}
