using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions.Outcomes;

/// <summary>A grid or a plot that an execution's output also is.</summary>
public sealed class ExecutionView
{
    public long ExecutionId { get; init; }

    /// <summary>Counts from 1 within an execution.</summary>
    public int N { get; init; }
    public required ResultView View { get; init; }
}

internal sealed class ExecutionViewMapping : IEntityTypeConfiguration<ExecutionView>
{
    public void Configure(EntityTypeBuilder<ExecutionView> view)
    {
        view.ToTable("execution_views");
        view.HasKey(v => new { v.ExecutionId, v.N });
        view.HasOne<Execution>().WithMany().HasForeignKey(v => v.ExecutionId);
        view.Property(v => v.View).IsJson("json");
    }
}
