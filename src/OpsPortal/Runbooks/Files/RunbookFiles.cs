using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Runbooks.Files;

/// <summary>The files of a runbook.</summary>
public sealed class RunbookFiles(IDbContextFactory<OpsPortalDbContext> storage, AuditLog audit, TimeProvider time)
{
    /// <summary>Bytes of one file.</summary>
    public const int MaxSize = 8 * 1024 * 1024;

    /// <summary>Bytes of all files of one runbook.</summary>
    public const int MaxTotal = 64 * 1024 * 1024;

    /// <summary>By path.</summary>
    public async Task<IReadOnlyList<RunbookFileSummary>> AllAsync(Guid runbookId, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.RunbookFiles.Where(f => f.RunbookId == runbookId).OrderBy(f => f.Path)
            .Select(f => new RunbookFileSummary(f.Path, f.Size, f.UpdatedAt, f.UpdatedBy)).ToListAsync(cancellation);
    }

    public async Task<byte[]?> ReadAsync(Guid runbookId, string path, CancellationToken cancellation)
    {
        var name = FilePath.Normal(path);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.RunbookFiles.Where(f => f.RunbookId == runbookId && f.Path == name).Select(f => f.Content).FirstOrDefaultAsync(cancellation);
    }

    /// <summary>Adds a file, or replaces the one of that name.</summary>
    public async Task<Result<RunbookFileSummary>> AttachAsync(Actor actor, string slug, string path, byte[] content, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "attach files to runbooks")!;
        var name = FilePath.Normal(path);
        if (FilePath.Problem(name) is { } wrong) return Problem.Invalid(wrong, "path");
        if (content.Length > MaxSize) return Problem.Invalid($"{name} has {content.Length:N0} bytes; {MaxSize:N0} are allowed.", "file");
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"runbook:{slug}", cancellation);
        if (await db.Runbooks.Include(r => r.System).FirstOrDefaultAsync(r => r.Slug == slug, cancellation) is not { } runbook) return RunbookLibrary.Missing(slug);
        if (actor.May(Permission.Write, system: runbook.System!.Slug, toDoWhat: "change the files of runbooks") is { } refused) return refused;
        var others = await db.RunbookFiles.Where(f => f.RunbookId == runbook.Id && f.Path != name).SumAsync(f => (long)f.Size, cancellation);
        if (others + content.Length > MaxTotal) return Problem.Invalid($"The files of this runbook would have more than {MaxTotal / (1024 * 1024)} MiB together; remove some first.", "file");

        var file = await db.RunbookFiles.FirstOrDefaultAsync(f => f.RunbookId == runbook.Id && f.Path == name, cancellation);
        if (file?.Content.AsSpan().SequenceEqual(content) == true) return Summary(file);
        if (file is null) db.RunbookFiles.Add(file = new RunbookFile { RunbookId = runbook.Id, Path = name, Content = content, UpdatedBy = actor.Name });
        (file.Content, file.Size, file.UpdatedAt, file.UpdatedBy) = (content, content.Length, time.GetUtcNow(), actor.Name);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "runbook.file.attached", "runbook", slug, new Dictionary<string, string> { ["path"] = name, ["bytes"] = $"{content.Length}" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return Summary(file);
    }

    public async Task<Result<RunbookFileSummary>> RemoveAsync(Actor actor, string slug, string path, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "remove files of runbooks")!;
        var name = FilePath.Normal(path);
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.Runbooks.Include(r => r.System).FirstOrDefaultAsync(r => r.Slug == slug, cancellation) is not { } runbook) return RunbookLibrary.Missing(slug);
        if (actor.May(Permission.Write, system: runbook.System!.Slug, toDoWhat: "change the files of runbooks") is { } refused) return refused;
        if (await db.RunbookFiles.FirstOrDefaultAsync(f => f.RunbookId == runbook.Id && f.Path == name, cancellation) is not { } file)
            return Problem.NotFound($"The runbook {slug} has no file {name}.");
        db.RunbookFiles.Remove(file);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "runbook.file.removed", "runbook", slug, new Dictionary<string, string> { ["path"] = name }, cancellation);
        await transaction.CommitAsync(cancellation);
        return Summary(file);
    }

    private static RunbookFileSummary Summary(RunbookFile file) => new(file.Path, file.Size, file.UpdatedAt, file.UpdatedBy);
}

/// <param name="Size">Bytes.</param>
public sealed record RunbookFileSummary(string Path, int Size, DateTimeOffset UpdatedAt, string UpdatedBy);
