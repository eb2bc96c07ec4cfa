using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions.Output;
using OpsPortal.Executions.Running;
using OpsPortal.Runbooks.Files;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Files;

/// <summary>
/// What one execution can read: files that steps of the same runbook made in the same environment, newest first, then the files that
/// the runbook has, then those where the environment's programs work. What it writes becomes an artifact of its own.
/// </summary>
internal sealed class StepFiles(
    IDbContextFactory<OpsPortalDbContext> contexts, Execution execution, Claim? claim, IRedaction? redaction, HostSettings host, ExecutionLimits limits, TimeProvider time) : IStepFiles
{
    public async Task<Stream?> OpenAsync(string name, CancellationToken cancellation)
    {
        var path = FilePath.Normal(name);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await Made(db).Where(a => a.Name == path).OrderByDescending(a => a.CreatedAt).FirstOrDefaultAsync(cancellation) is { } artifact)
            return new ChunkStream(contexts, artifact.Id);
        var content = await db.RunbookFiles.Where(f => f.RunbookId == execution.RunbookId && f.Path == path).Select(f => f.Content).FirstOrDefaultAsync(cancellation);
        if (content is not null) return new MemoryStream(content, writable: false);
        return HostFiles.Find(host, name) is { } file ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 64 * 1024, useAsync: true) : null;
    }

    public async Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation)
    {
        var wanted = FilePath.Normal(pattern);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var names = await Made(db).Select(a => a.Name).Union(db.RunbookFiles.Where(f => f.RunbookId == execution.RunbookId).Select(f => f.Path)).ToListAsync(cancellation);
        return [.. names.Where(name => FilePath.Matches(name, wanted)).Order(StringComparer.Ordinal)];
    }

    public async Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation)
    {
        var path = FilePath.Normal(name);
        if (claim is null || redaction is null) throw new InvalidOperationException("These files are only read.");
        if (FilePath.Problem(path) is { } wrong) throw new StepFileException(wrong);
        await using var before = append ? await OpenAsync(path, cancellation) : null;
        var artifact = new Artifact
        {
            Id = Guid.CreateVersion7(time.GetUtcNow()),
            ExecutionId = execution.Id,
            EnvironmentId = execution.EnvironmentId,
            RunbookId = execution.RunbookId,
            Name = path,
            Exact = execution.Action.Principal.Name == "postgres.dump",
            CreatedAt = time.GetUtcNow(),
        };
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            db.Artifacts.Add(artifact);
            await db.SaveChangesAsync(cancellation);
        }
        Stream stream = new ArtifactStream(contexts, artifact, claim, limits.FileBytes);
        if (before is not null) await before.CopyToAsync(stream, cancellation);
        return artifact.Exact ? stream : new RedactingStream(stream, redaction);
    }

    private IQueryable<Artifact> Made(OpsPortalDbContext db) =>
        db.Artifacts.AsNoTracking().Where(a => a.EnvironmentId == execution.EnvironmentId && a.RunbookId == execution.RunbookId && a.Complete);
}
