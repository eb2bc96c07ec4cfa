using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Files;

/// <summary>Reads an artifact piece by piece.</summary>
internal sealed class ChunkStream(IDbContextFactory<OpsPortalDbContext> contexts, Guid artifact) : ReadOnlyStream
{
    private ReadOnlyMemory<byte> piece;
    private int next;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (piece.IsEmpty)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var n = next++;
            piece = await db.ArtifactChunks.Where(c => c.ArtifactId == artifact && c.N == n).Select(c => c.Content).FirstOrDefaultAsync(cancellationToken);
        }
        var count = Math.Min(buffer.Length, piece.Length);
        piece[..count].CopyTo(buffer);
        piece = piece[count..];
        return count;
    }
}
