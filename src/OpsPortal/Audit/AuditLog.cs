using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Audit.Chain;
using OpsPortal.Secrets;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Appends to the audit chain, and checks it.</summary>
/// <param name="http">Tells where an act comes from that is done before anybody is signed in. Null where there is no HTTP.</param>
public sealed class AuditLog(IDbContextFactory<OpsPortalDbContext> contexts, IRedactText redactor, TimeProvider time, IHttpContextAccessor? http = null)
{
    private const int ProgressEvery = 500;

    /// <summary>
    /// Stores an entry in the transaction that is under way on <paramref name="db"/>. Writers of the chain wait for each other
    /// until they commit, so this comes last in an operation.
    /// </summary>
    /// <param name="action">e.g. <c>execution.requested</c>.</param>
    public async Task AppendAsync(OpsPortalDbContext db, Actor actor, string action, string subjectKind, string subjectId,
        IReadOnlyDictionary<string, string>? detail, CancellationToken cancellation)
    {
        if (db.Database.CurrentTransaction is null) throw new InvalidOperationException("An audit entry belongs into the transaction of what it tells of.");
        var last = await LastAsync(db, cancellation);
        var origin = actor.From ?? (actor.Id != Guid.Empty && http?.HttpContext is { } context ? Origin.Of(context) : null);
        var line = new AuditLine
        {
            Id = last.Id + 1,
            Version = AuditLine.Newest,
            At = Stored(time.GetUtcNow()),
            ActorId = actor.Id,
            Actor = actor.Name,
            Action = action,
            SubjectKind = subjectKind,
            SubjectId = subjectId,
            Address = origin?.Address,
            Client = origin?.Client,
            Detail = new((detail ?? new Dictionary<string, string>()).ToDictionary(d => d.Key, d => redactor.Redact(d.Value).Replace("\0", "")), StringComparer.Ordinal),
            PreviousHash = last.Hash,
        };
        db.AuditEntries.Add(new()
        {
            Id = line.Id,
            HashVersion = line.Version,
            At = line.At,
            ActorId = line.ActorId,
            ActorName = line.Actor,
            Action = line.Action,
            SubjectKind = line.SubjectKind,
            SubjectId = line.SubjectId,
            Address = line.Address,
            Client = line.Client,
            Detail = line.Detail,
            PreviousHash = line.PreviousHash,
            Hash = line.ComputeHash(),
        });
        // What fails here fails the whole operation: no savepoint to go back to, for which the others would wait.
        db.Database.AutoSavepointsEnabled = false;
        await db.SaveChangesAsync(cancellation);
    }

    /// <summary>
    /// Takes the turn, and reads where the chain ends, in one message: everybody else waits from here to the commit. Two statements, so that
    /// the second one sees what the one before in turn has committed.
    /// </summary>
    private static async Task<(long Id, string Hash)> LastAsync(OpsPortalDbContext db, CancellationToken cancellation)
    {
        var transaction = (NpgsqlTransaction)db.Database.CurrentTransaction!.GetDbTransaction();
        await using var batch = new NpgsqlBatch(transaction.Connection, transaction);
        batch.BatchCommands.Add(new("select pg_advisory_xact_lock($1)") { Parameters = { new() { Value = (long)AdvisoryLock.Audit } } });
        batch.BatchCommands.Add(new("select id, hash from audit_entries order by id desc limit 1"));
        await using var answer = await batch.ExecuteReaderAsync(cancellation);
        await answer.NextResultAsync(cancellation);
        return await answer.ReadAsync(cancellation) ? (answer.GetInt64(0), answer.GetString(1)) : (0, AuditLine.Start);
    }

    /// <summary>Reads the whole chain.</summary>
    /// <param name="progress">Told now and then how many entries were intact so far.</param>
    internal async Task<AuditVerdict> VerifyAsync(CancellationToken cancellation, AuditAnchor? anchor = null, IProgress<long>? progress = null)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var check = new ChainCheck(complete: true, anchor);
        await foreach (var entry in db.AuditEntries.AsNoTracking().OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
        {
            if (!check.Take(entry.ToLine())) break;
            if (check.Count % ProgressEvery == 0) progress?.Report(check.Count);
        }
        var (intact, sentence) = check.End();
        return new(intact, check.Count, sentence, check.LastHash is { } hash ? $"{check.LastId}:{hash}" : null) { Seal = check.Seal };
    }

    /// <summary>PostgreSQL keeps microseconds; what is hashed must be what comes back.</summary>
    private static DateTimeOffset Stored(DateTimeOffset at) => new(at.UtcTicks / TimeSpan.TicksPerMicrosecond * TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
}

/// <param name="IntactEntries">How many from the first on are as they were written.</param>
/// <param name="Sentence">For a person.</param>
/// <param name="Head">Number and hash of the last intact entry: <c>1042:9f3c…</c>. Written down elsewhere, it shows later whether the end was cut off.</param>
public sealed record AuditVerdict(bool Intact, long IntactEntries, string Sentence, string? Head)
{
    internal AuditSeal? Seal { get; init; }
}
