using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Runbooks.Facts;
using OpsPortal.Storage;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Runbooks;

/// <summary>Stores a text as the newest version of a runbook, or as a new runbook. Nothing is refused for being badly written.</summary>
public sealed class SaveRunbook(IDbContextFactory<OpsPortalDbContext> storage, SynchroniseFacts facts, AuditLog audit, TimeProvider time)
{
    /// <summary>Bytes of UTF-8.</summary>
    public const int MaxSize = 1024 * 1024;

    /// <param name="slug">Of the runbook; a new one is made where there is none.</param>
    /// <param name="system">Slug of the system that a new runbook is about; null makes one with the runbook's own slug.</param>
    /// <param name="basedOn">The version that the text began with; where another one is current, nothing is stored. Null stores it anyway.</param>
    public async Task<Result<SavedRunbook>> InvokeAsync(Actor actor, string slug, string text, string? system, CancellationToken cancellation, int? basedOn = null)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write)!;
        if (!Slug.IsValid(slug)) return Problem.Invalid($"\"{slug}\" cannot stand in an address; use lower-case letters, digits and hyphens, e.g. {Suggest(slug)}.", "slug");
        if (Check(text) is { } unreadable) return unreadable;

        var compiled = RunbookCompiler.Compile(text, slug);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"runbook:{slug}", cancellation);
        // Addresses are one for all: one that is taken is taken, whether or not this person may see by what.
        var runbook = await db.Runbooks.IgnoreQueryFilters().Include(r => r.System).FirstOrDefaultAsync(r => r.Slug == slug, cancellation);
        if (actor.May(Permission.Write, system: runbook?.System?.Slug ?? system ?? slug) is { } refused) return refused;
        var created = runbook is null;
        runbook ??= await NewAsync(db, slug, system ?? slug, compiled.Title, cancellation);
        var current = created ? null : await db.RunbookVersions.FirstAsync(v => v.RunbookId == runbook.Id && v.Number == runbook.CurrentVersion, cancellation);
        if (current?.Hash == compiled.Hash) return new SavedRunbook(new(runbook, current, compiled), false, false);

        if (basedOn is { } seen && current is not null && current.Number != seen)
            return Problem.Conflict($"{current.CreatedBy} has saved version {current.Number} meanwhile, and yours began with version {seen}. Nothing of yours is lost: compare the two, then save yours as the newest or take theirs over.");

        var now = time.GetUtcNow();
        var version = new RunbookVersion
        {
            RunbookId = runbook.Id,
            Number = runbook.CurrentVersion + 1,
            Text = text,
            Hash = compiled.Hash,
            CreatedAt = now,
            CreatedBy = actor.Name,
        };
        db.RunbookVersions.Add(version);
        runbook.CurrentVersion = version.Number;
        runbook.Title = compiled.Title;
        runbook.UpdatedAt = now;
        runbook.Steps = compiled.Steps.Count;
        runbook.Alerts = [.. compiled.Alerts.Select(a => a.Name).Distinct()];
        runbook.FactsVersion = version.Number;
        await db.SaveChangesAsync(cancellation);
        await facts.ApplyAsync(db, actor, new(runbook.Id, slug, runbook.SystemId), RunbookFacts.Of(slug, compiled, await db.KnownRunbooksAsync(cancellation)), cancellation);
        await audit.AppendAsync(db, actor, created ? "runbook.imported" : "runbook.changed", "runbook", slug,
            new Dictionary<string, string> { ["version"] = version.Number.ToString(), ["hash"] = version.Hash }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new SavedRunbook(new(runbook, version, compiled), created, true);
    }

    private static Problem? Check(string text)
    {
        if (string.IsNullOrWhiteSpace(text)) return Problem.Invalid("The runbook is empty; send Markdown text.", "text");
        if (text.Contains('\0')) return Problem.Invalid("This is no text: it contains NUL bytes. Export the runbook as Markdown (.md) and import that.", "text");
        var size = System.Text.Encoding.UTF8.GetByteCount(text);
        return size > MaxSize ? Problem.Invalid($"The runbook has {size:N0} bytes; {MaxSize:N0} are allowed. Split it into several.", "text") : null;
    }

    private static string Suggest(string slug) => Slug.From(slug) is { Length: > 0 } near ? near : "my-service";

    private async Task<Runbook> NewAsync(OpsPortalDbContext db, string slug, string systemSlug, string title, CancellationToken cancellation)
    {
        var system = await db.Systems.IgnoreQueryFilters().FirstOrDefaultAsync(s => s.Slug == systemSlug, cancellation);
        if (system is null) db.Systems.Add(system = new OpsSystem { Id = Guid.CreateVersion7(time.GetUtcNow()), Slug = systemSlug, Name = systemSlug });
        var runbook = new Runbook { Id = Guid.CreateVersion7(time.GetUtcNow()), Slug = slug, Title = title, SystemId = system.Id, System = system };
        db.Runbooks.Add(runbook);
        return runbook;
    }
}

/// <param name="Created">The runbook is new.</param>
/// <param name="Changed">There is a new version; false where the text was the current one already.</param>
public sealed record SavedRunbook(RunbookEdition Edition, bool Created, bool Changed);
