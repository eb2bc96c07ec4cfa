using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Executions.Files;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>What an execution left behind besides its output.</summary>
public interface IOutcomeReader
{
    /// <summary>Its grids and plots, in the order in which they came.</summary>
    Task<IReadOnlyList<ResultView>> ViewsAsync(long execution, CancellationToken cancellation);

    /// <summary>The files that it made, complete ones only.</summary>
    Task<IReadOnlyList<Artifact>> ArtifactsAsync(long execution, CancellationToken cancellation);
}

/// <inheritdoc cref="IOutcomeReader"/>
public sealed class OutcomeQueries(IDbContextFactory<OpsPortalDbContext> contexts, AuditLog audit) : IOutcomeReader
{
    public async Task<IReadOnlyList<ResultView>> ViewsAsync(long execution, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.ExecutionViews.AsNoTracking().Where(v => v.ExecutionId == execution && db.Executions.Any(e => e.Id == execution)).OrderBy(v => v.N).Select(v => v.View).ToListAsync(cancellation);
    }

    public async Task<IReadOnlyList<Artifact>> ArtifactsAsync(long execution, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Artifacts.AsNoTracking().Where(a => a.ExecutionId == execution && a.Complete && db.Executions.Any(e => e.Id == execution)).OrderBy(a => a.CreatedAt).ToListAsync(cancellation);
    }

    /// <summary>The newest file of that name. Reading one that is kept byte by byte needs a responder, and is on record.</summary>
    public async Task<Result<OpenArtifact>> OpenAsync(Actor actor, long execution, string name, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == execution, cancellation) is not { } ran) return Problem.NotFound($"There is no execution {execution}.");
        if (await db.Artifacts.AsNoTracking().Where(a => a.ExecutionId == execution && a.Name == name && a.Complete).OrderByDescending(a => a.CreatedAt).FirstOrDefaultAsync(cancellation) is not { } artifact)
            return Problem.NotFound($"Execution {execution} made no file {name}.");
        if (artifact.Exact)
        {
            if (StepCheck.May(actor, "download backups", ran.Environment, ran.System) is { } refused) return refused;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
            await audit.AppendAsync(db, actor, "artifact.downloaded", "execution", $"{execution}", new Dictionary<string, string> { ["name"] = name }, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        return new OpenArtifact(artifact, new ChunkStream(contexts, artifact.Id));
    }
}

/// <param name="Content">To be disposed by whoever reads it.</param>
public sealed record OpenArtifact(Artifact Artifact, Stream Content);
