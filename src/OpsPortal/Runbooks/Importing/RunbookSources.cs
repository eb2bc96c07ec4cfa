using System.ComponentModel;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Secrets;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks.Importing;

/// <summary>Repositories that runbooks come from: added, fetched on demand and on schedule, removed.</summary>
public sealed class RunbookSources(
    IDbContextFactory<OpsPortalDbContext> storage, GitReader git, ImportPack import, AuditLog audit, IDataProtectionProvider protection, KnownSecrets known, TimeProvider time, ILogger<RunbookSources> log)
{
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.Runbooks.SourceToken");

    public async Task<IReadOnlyList<RunbookSource>> AllAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.RunbookSources.AsNoTracking().OrderBy(s => s.Url).ToListAsync(cancellation);
    }

    /// <summary>Adds a repository and fetches it at once, so that a mistake shows while somebody looks.</summary>
    public async Task<Result<RunbookSource>> AddAsync(Actor actor, RunbookSourceForm form, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Author, "add repositories") is { } refused) return refused;
        if (git.Check(form.Url.Trim(), out var url) is { } wrong) return wrong;
        if (form.Branch is { } branch && (branch.StartsWith('-') || branch.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))) return Problem.Invalid($"\"{branch}\" is no name of a branch.", "branch");
        if (form.EveryMinutes is < 1 or > 60 * 24 * 30) return Problem.Invalid("Fetch it every 1 minute to 30 days, or on demand only.", "every");
        var source = new RunbookSource
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            Url = url!.ToString(),
            Branch = Blank(form.Branch),
            Folder = Blank(form.Folder)?.Trim('/'),
            System = Blank(form.System),
            ProtectedToken = Blank(form.Token) is { } token ? protector.Protect(token) : null,
            Every = form.EveryMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null,
            CreatedBy = actor.Name,
        };
        if (source.System is { } system && !Slug.IsValid(system)) return Problem.Invalid($"\"{system}\" cannot be a system's short name; use lower-case letters, digits and hyphens.", "system");
        if (Blank(form.Token) is { } given) known.Note([given]);
        var snapshot = await git.ReadAsync(url, source.Branch, source.Folder, Blank(form.Token), cancellation);
        if (!snapshot.Succeeded) return snapshot.Problem;
        await using (var db = await storage.CreateDbContextAsync(cancellation))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            db.RunbookSources.Add(source);
            await db.SaveChangesAsync(cancellation);
            await audit.AppendAsync(db, actor, "source.added", "source", source.Url, new Dictionary<string, string> { ["branch"] = source.Branch ?? "", ["folder"] = source.Folder ?? "" }, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return await StoreAsync(actor, source.Id, snapshot.Value, cancellation);
    }

    /// <summary>Fetches a repository now.</summary>
    public async Task<Result<RunbookSource>> FetchAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Author, "fetch repositories") is { } refused) return refused;
        RunbookSource? source;
        await using (var db = await storage.CreateDbContextAsync(cancellation)) source = await db.RunbookSources.AsNoTracking().FirstOrDefaultAsync(s => s.Id == id, cancellation);
        if (source is null) return Missing();
        var snapshot = await SnapshotAsync(source, cancellation);
        if (snapshot.Succeeded) return await StoreAsync(actor, id, snapshot.Value, cancellation);
        await NoteAsync(id, s => (s.Report, s.Failed) = (snapshot.Problem.Detail, true), cancellation);
        return snapshot.Problem;
    }

    /// <summary>Takes a repository away; its runbooks stay.</summary>
    public async Task<Result<RunbookSource>> RemoveAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (actor.Needs(Role.Author, "remove repositories") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.RunbookSources.FirstOrDefaultAsync(s => s.Id == id, cancellation) is not { } source) return Missing();
        db.RunbookSources.Remove(source);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "source.removed", "source", source.Url, null, cancellation);
        await transaction.CommitAsync(cancellation);
        return source;
    }

    /// <summary>Fetches those whose time has come; each is taken by one process only.</summary>
    public async Task FetchDueAsync(CancellationToken cancellation)
    {
        while (await TakeDueAsync(cancellation) is { } due)
        {
            var result = await FetchAsync(Actor.Portal, due, cancellation);
            if (!result.Succeeded) log.LogWarning("The repository {Source} could not be fetched: {Problem}", due, result.Problem.Detail);
        }
    }

    private async Task<Guid?> TakeDueAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        // The next time is set before the work, so that whoever dies meanwhile leaves it for then.
        var taken = await db.Database.SqlQuery<Guid>(
            $"""
            update runbook_sources set due_at = {now} + every
             where id = (select id from runbook_sources where due_at <= {now} and every is not null order by due_at limit 1 for update skip locked)
            returning id as "Value"
            """).ToListAsync(cancellation);
        return taken is [var id] ? id : null;
    }

    private async Task<Result<GitSnapshot>> SnapshotAsync(RunbookSource source, CancellationToken cancellation)
    {
        try
        {
            var token = source.ProtectedToken is { } stored ? protector.Unprotect(stored) : null;
            if (token is not null) known.Note([token]);
            return await git.ReadAsync(new(source.Url), source.Branch, source.Folder, token, cancellation);
        }
        catch (CryptographicException)
        {
            return Problem.Invalid("Its token cannot be decrypted: the keys it was stored with are gone. Remove the repository and add it anew.", "token");
        }
        catch (Win32Exception)
        {
            return new Problem(ProblemKind.Unavailable, "There is no git on this machine; install it (apt-get install git).");
        }
    }

    private async Task<Result<RunbookSource>> StoreAsync(Actor actor, Guid id, GitSnapshot snapshot, CancellationToken cancellation)
    {
        var system = await NoteAsync(id, _ => { }, cancellation);
        if (system is null) return Missing();
        var report = await import.InvokeAsync(actor, snapshot.Pack, system.System, cancellation);
        var stored = await NoteAsync(id, s =>
        {
            s.FetchedAt = time.GetUtcNow();
            s.DueAt ??= s.Every is { } every ? time.GetUtcNow() + every : null;
            (s.Commit, s.Failed) = (snapshot.Commit, !report.Succeeded);
            s.Report = report.Succeeded ? report.Value.Summary : report.Problem.Detail;
            s.Left = report.Succeeded ? [.. report.Value.Left.Take(50)] : [];
        }, cancellation);
        return stored is null ? Missing() : report.Succeeded ? stored : report.Problem;
    }

    private async Task<RunbookSource?> NoteAsync(Guid id, Action<RunbookSource> change, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.RunbookSources.FirstOrDefaultAsync(s => s.Id == id, cancellation) is not { } source) return null;
        change(source);
        await db.SaveChangesAsync(cancellation);
        return source;
    }

    private static string? Blank(string? text) => text?.Trim() is { Length: > 0 } said ? said : null;
    private static Problem Missing() => Problem.NotFound("That repository is gone; the list under Runbooks has those that are.");
}

/// <param name="Token">Stored encrypted, never returned.</param>
/// <param name="EveryMinutes">Null fetches on demand only.</param>
public sealed record RunbookSourceForm(string Url, string? Branch = null, string? Folder = null, string? Token = null, string? System = null, int? EveryMinutes = null);
