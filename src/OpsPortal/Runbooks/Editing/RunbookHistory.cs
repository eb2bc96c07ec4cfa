using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks.Editing;

/// <summary>The versions of a runbook. None is ever changed or lost: going back makes a new one.</summary>
public interface IRunbookHistory
{
    /// <summary>Newest first; null where there is no such runbook.</summary>
    Task<IReadOnlyList<VersionSummary>?> AllAsync(string slug, CancellationToken cancellation);

    /// <summary>The text of a version; null where there is none.</summary>
    Task<string?> TextAsync(string slug, int number, CancellationToken cancellation);

    /// <summary>Stores the text of an older version as the newest one.</summary>
    Task<Result<SavedRunbook>> RestoreAsync(Actor actor, string slug, int number, CancellationToken cancellation);
}

/// <param name="Size">Characters.</param>
public sealed record VersionSummary(int Number, string Hash, int Size, DateTimeOffset CreatedAt, string CreatedBy);

/// <inheritdoc cref="IRunbookHistory"/>
public sealed class RunbookHistory(IDbContextFactory<OpsPortalDbContext> storage, SaveRunbook save) : IRunbookHistory
{
    public async Task<IReadOnlyList<VersionSummary>?> AllAsync(string slug, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Runbooks.Where(r => r.Slug == slug).Select(r => (Guid?)r.Id).FirstOrDefaultAsync(cancellation) is not { } id) return null;
        return await db.RunbookVersions.Where(v => v.RunbookId == id).OrderByDescending(v => v.Number)
            .Select(v => new VersionSummary(v.Number, v.Hash, v.Text.Length, v.CreatedAt, v.CreatedBy)).ToListAsync(cancellation);
    }

    public async Task<string?> TextAsync(string slug, int number, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await (from r in db.Runbooks where r.Slug == slug join v in db.RunbookVersions on r.Id equals v.RunbookId where v.Number == number select v.Text).FirstOrDefaultAsync(cancellation);
    }

    public async Task<Result<SavedRunbook>> RestoreAsync(Actor actor, string slug, int number, CancellationToken cancellation) =>
        !actor.MaySomewhere(Permission.Write) ? actor.May(Permission.Write, toDoWhat: "restore versions")!
            : await TextAsync(slug, number, cancellation) is { } text ? await save.InvokeAsync(actor, slug, text, null, cancellation)
            : Problem.NotFound($"The runbook {slug} has no version {number}.");
}
