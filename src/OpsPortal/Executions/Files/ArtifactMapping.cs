using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Executions.Files;

internal sealed class ArtifactMapping : IEntityTypeConfiguration<Artifact>, IEntityTypeConfiguration<ArtifactChunk>
{
    public void Configure(EntityTypeBuilder<Artifact> artifact)
    {
        artifact.ToTable("artifacts", table => table.HasCheckConstraint("ck_artifacts_size", "size >= 0"));
        artifact.HasOne<Execution>().WithMany().HasForeignKey(a => a.ExecutionId).OnDelete(DeleteBehavior.Restrict);
        artifact.HasIndex(a => new { a.ExecutionId, a.Name });
        // Finds the newest file of a name, and what there is to choose from.
        artifact.HasIndex(a => new { a.EnvironmentId, a.Name, a.CreatedAt });
    }

    public void Configure(EntityTypeBuilder<ArtifactChunk> chunk)
    {
        chunk.ToTable("artifact_chunks");
        chunk.HasKey(c => new { c.ArtifactId, c.N });
        chunk.HasOne<Artifact>().WithMany().HasForeignKey(c => c.ArtifactId);
    }
}
