using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Appends to the audit chain, and checks it.</summary>
public sealed class AuditLog(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    /// <summary>
    /// Stores an entry in the transaction that is under way on <paramref name="db"/>. Writers of the chain wait for each other
    /// until they commit, so this comes last in an operation.
    /// </summary>
    /// <param name="action">e.g. <c>execution.requested</c>.</param>
    public async Task AppendAsync(OpsPortalDbContext db, Actor actor, string action, string subjectKind, string subjectId,
        IReadOnlyDictionary<string, string>? detail, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("An audit entry belongs into the transaction of what it tells of.");
        await db.LockAsync(AdvisoryLock.Audit, cancellation);
        var last = await db.AuditEntries.AsNoTracking().OrderByDescending(e => e.Id).Select(e => new { e.Id, e.Hash }).FirstOrDefaultAsync(cancellation);
        var (id, at, previous) = ((last?.Id ?? 0) + 1, AuditChain.Stored(time.GetUtcNow()), last?.Hash ?? AuditChain.Start);
        detail ??= new Dictionary<string, string>();
        db.AuditEntries.Add(new()
        {
            Id = id,
            At = at,
            ActorId = actor.Id,
            ActorName = actor.Name,
            Action = action,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            Detail = detail,
            PreviousHash = previous,
            Hash = AuditChain.Hash(id, at, actor.Id, actor.Name, action, subjectKind, subjectId, detail, previous),
        });
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>Reads the whole chain.</summary>
    public async Task<AuditVerdict> VerifyAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (id, hash) = (0L, AuditChain.Start);
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!AuditChain.Follows(entry, id, hash)) return new(false, id, $"Entry {entry.Id} was changed, or one before it was changed or removed; the {id} entries before it are intact.");
            (id, hash) = (entry.Id, entry.Hash);
        }
        return new(true, id, id == 0 ? "There are no entries yet." : $"All {id} entries are intact. The last hash is {hash}.");
    }
}

/// <param name="IntactEntries">How many from the start on are as they were written.</param>
/// <param name="Sentence">For a person.</param>
public sealed record AuditVerdict(bool Intact, long IntactEntries, string Sentence);
