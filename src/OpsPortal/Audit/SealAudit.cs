using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit.Chain;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Moves entries that are old enough out of the log, and leaves a seal that says how they ended, so that the chain goes on.</summary>
public sealed class SealAudit(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit, AuditSettings settings, TimeProvider time)
{
    /// <summary>How many were moved out; 0 where there was nothing to do. A problem where the log is not intact: a seal would hide that.</summary>
    public async Task<Result<long>> InvokeAsync(CancellationToken cancellation)
    {
        if (settings.KeepDays is not { } days) return 0;
        var before = time.GetUtcNow() - TimeSpan.FromDays(days);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        // Entries follow each other in time as in number, but for clocks that differ: all up to the first one that has to stay.
        var stays = await db.AuditEntries.Where(e => e.At >= before).OrderBy(e => e.Id).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancellation);
        var last = stays is { } first ? first - 1 : await db.AuditEntries.MaxAsync(e => (long?)e.Id, cancellation) ?? 0;
        if (!await db.AuditEntries.AnyAsync(e => e.Id <= last, cancellation)) return 0;

        var verdict = await audit.VerifyAsync(cancellation);
        if (!verdict.Intact) return Problem.Conflict($"Nothing was moved out, because the audit log is not intact. {verdict.Sentence}");
        var made = await DigestAsync(db, last, cancellation);

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync(AdvisoryLock.Audit, cancellation);
        // Another process may have been quicker.
        if (!await db.AuditEntries.AnyAsync(e => e.Id == made.FirstId, cancellation)) return 0;
        await audit.AppendAsync(db, Actor.Portal, AuditSeal.Action, AuditSeal.SubjectKind, AuditSeal.SubjectId, made.ToDetail(), cancellation);
        await db.Database.ExecuteSqlAsync($"select audit_remove_sealed()", cancellation);
        await transaction.CommitAsync(cancellation);
        return made.Count;
    }

    /// <summary>Reads what is to go, and writes it to the archive where there is one.</summary>
    private async Task<AuditSeal> DigestAsync(OpsPortalDbContext db, long until, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var writing = settings.ArchiveDirectory is { } directory ? Path.Combine(Directory.CreateDirectory(directory).FullName, $"audit-{Guid.NewGuid():N}.part") : null;
        AuditEntry? first = null, last = null;
        await using (var archive = writing is null ? Stream.Null : File.Create(writing))
            await foreach (var entry in db.AuditEntries.AsNoTracking().Where(e => e.Id <= until).OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation))
            {
                byte[] line = [.. entry.ToLine().ToJson(), (byte)'\n'];
                digest.AppendData(line);
                await archive.WriteAsync(line, cancellation);
                first ??= entry;
                last = entry;
            }
        var made = new AuditSeal(first!.Id, last!.Id, first.At, last.At, last.Hash, Convert.ToHexStringLower(digest.GetHashAndReset()));
        if (writing is not null) File.Move(writing, Path.Combine(settings.ArchiveDirectory!, $"audit-{made.FirstId}-{made.LastId}.jsonl"), overwrite: true);
        return made;
    }
}
