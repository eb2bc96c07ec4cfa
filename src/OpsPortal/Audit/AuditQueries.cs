using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit.Chain;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Which entries; what is null does not matter.</summary>
/// <param name="Person">Part of a name.</param>
/// <param name="Action">An action, or its beginning: <c>execution</c>.</param>
/// <param name="Subject">A kind, an id, or both: <c>execution/7</c>.</param>
/// <param name="Until">Exclusive.</param>
public sealed record AuditFilter(string? Person = null, string? Action = null, string? Subject = null, DateTimeOffset? From = null, DateTimeOffset? Until = null)
{
    public bool IsEmpty => this is { Person: null or "", Action: null or "", Subject: null or "", From: null, Until: null };
}

/// <summary>Entries, newest first.</summary>
/// <param name="NextCursor">Null where there are no more.</param>
public sealed record AuditPageOfEntries(IReadOnlyList<AuditEntry> Items, string? NextCursor);

/// <summary>Reads the audit log for administrators.</summary>
public sealed class AuditQueries(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit)
{
    public const string ToRead = "read the audit log";
    private const int MostPerPage = 200;

    /// <param name="cursor">From the page before; null begins with the newest.</param>
    /// <param name="limit">1 to 200.</param>
    public async Task<Result<AuditPageOfEntries>> PageAsync(Actor actor, AuditFilter filter, string? cursor, int limit, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, ToRead) is { } refused) return refused;
        if (cursor is not null && !long.TryParse(cursor, out _)) return Problem.Invalid("That cursor is none of this list; leave it out to begin with the newest entry.", "cursor");
        if (limit is < 1 or > MostPerPage) return Problem.Invalid($"The limit is {limit}; ask for 1 to {MostPerPage} entries.", "limit");
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var wanted = Matching(db, filter);
        if (cursor is not null && long.Parse(cursor) is var before) wanted = wanted.Where(e => e.Id < before);
        var found = await wanted.OrderByDescending(e => e.Id).Take(limit + 1).ToListAsync(cancellation);
        return new AuditPageOfEntries(found.Count > limit ? found[..limit] : found, found.Count > limit ? $"{found[limit - 1].Id}" : null);
    }

    /// <summary>From the oldest on, as they come from the database.</summary>
    public async IAsyncEnumerable<AuditEntry> AllAsync(AuditFilter filter, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await foreach (var entry in Matching(db, filter).OrderBy(e => e.Id).AsAsyncEnumerable().WithCancellation(cancellation)) yield return entry;
    }

    /// <param name="anchor">The head of an earlier time, <c>1042:9f3c…</c>, which has to be there; null where nobody wrote one down.</param>
    public async Task<Result<AuditVerdict>> VerifyAsync(Actor actor, string? anchor, IProgress<long>? progress, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, ToRead) is { } refused) return refused;
        var known = string.IsNullOrWhiteSpace(anchor) ? null : AuditAnchor.Parse(anchor.Trim());
        if (known is null && !string.IsNullOrWhiteSpace(anchor)) return Problem.Invalid("An anchor is the number of an entry and its hash: 1042:9f3c….", "anchor");
        return await audit.VerifyAsync(cancellation, known, progress);
    }

    /// <summary>Puts on record that somebody took the log with them.</summary>
    public async Task<Result<bool>> NoteExportAsync(Actor actor, string format, AuditFilter filter, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Administrator, ToRead) is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await audit.AppendAsync(db, actor, "audit.exported", AuditSeal.SubjectKind, "log", new Dictionary<string, string> { ["format"] = format, ["filtered"] = filter.IsEmpty ? "no" : "yes" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private static IQueryable<AuditEntry> Matching(OpsPortalDbContext db, AuditFilter filter)
    {
        var entries = db.AuditEntries.AsNoTracking();
        var pattern = $"%{Literal(filter.Person?.Trim() ?? "")}%";
        if (filter.Person is { Length: > 0 }) entries = entries.Where(e => EF.Functions.ILike(e.ActorName, pattern));
        if (filter.Action is { Length: > 0 } action) entries = entries.Where(e => e.Action.StartsWith(action.Trim()));
        if (filter.Subject is { Length: > 0 } subject) entries = entries.Where(e => (e.SubjectKind + "/" + e.SubjectId).Contains(subject.Trim()));
        if (filter.From is { } from) entries = entries.Where(e => e.At >= from.ToUniversalTime());
        if (filter.Until is { } until) entries = entries.Where(e => e.At < until.ToUniversalTime());
        return entries;
    }

    /// <summary>Without what LIKE takes for a pattern.</summary>
    private static string Literal(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");
}
