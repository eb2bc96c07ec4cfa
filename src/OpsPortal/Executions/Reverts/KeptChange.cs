using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Reverts;

/// <summary>What an execution found and left (<see cref="ChangeRecord"/>), as it is stored.</summary>
public sealed class KeptChange
{
    public long ExecutionId { get; init; }
    public IReadOnlyList<ObjectChange> Changes { get; set; } = [];

    /// <summary>The way back as an action, encrypted: it may hold what stood in a Secret. Null where there is none.</summary>
    public string? ProtectedRevert { get; set; }
    public required Reversal Reversal { get; set; }
}

internal sealed class KeptChangeMapping : IEntityTypeConfiguration<KeptChange>
{
    public void Configure(EntityTypeBuilder<KeptChange> change)
    {
        change.ToTable("execution_changes");
        change.HasKey(c => c.ExecutionId);
        change.HasOne<Execution>().WithOne().HasForeignKey<KeptChange>(c => c.ExecutionId);
        change.Property(c => c.Changes).IsJson("json");
        change.Property(c => c.Reversal).IsJson();
    }
}
