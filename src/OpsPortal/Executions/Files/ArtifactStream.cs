using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Files;

/// <summary>Writes an artifact piece by piece; it is complete once the stream is disposed. Every write names the claim.</summary>
internal sealed class ArtifactStream(IDbContextFactory<OpsPortalDbContext> contexts, Artifact artifact, Claim claim, long limit) : WriteOnlyStream
{
    private readonly MemoryStream piece = new();
    private long size;
    private int next;
    private bool broken, disposed;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (size + buffer.Length > limit)
        {
            broken = true;
            throw new StepFileException($"{artifact.Name} would be larger than the {limit / (1024 * 1024)} MiB that a file of a step may have. Write less, or let a program of the target keep the file.");
        }
        size += buffer.Length;
        while (buffer.Length > 0)
        {
            var count = Math.Min(buffer.Length, ArtifactChunk.Bytes - (int)piece.Length);
            piece.Write(buffer.Span[..count]);
            buffer = buffer[count..];
            if (piece.Length == ArtifactChunk.Bytes) await StoreAsync(false, cancellationToken);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        if (disposed) return;
        disposed = true;
        if (!broken) await StoreAsync(true, CancellationToken.None);
        await piece.DisposeAsync();
        await base.DisposeAsync();
    }

    private async Task StoreAsync(bool complete, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var held = await db.Artifacts
            .Where(a => a.Id == artifact.Id && db.Executions.Any(e => e.Id == claim.ExecutionId && e.ClaimId == claim.Id && e.State == ExecutionState.Running))
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.Size, size).SetProperty(a => a.Complete, complete), cancellation);
        if (held == 0)
        {
            broken = true;
            throw new Output.ClaimLostException();
        }
        if (piece.Length > 0) db.ArtifactChunks.Add(new() { ArtifactId = artifact.Id, N = next++, Content = piece.ToArray() });
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        piece.SetLength(0);
    }
}
