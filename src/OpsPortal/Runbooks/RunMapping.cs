using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;

namespace OpsPortal.Runbooks;

internal sealed class RunMapping : IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<Tick>
{
    public void Configure(EntityTypeBuilder<Run> run)
    {
        run.HasOne<Runbook>().WithMany().HasForeignKey(r => r.RunbookId).OnDelete(DeleteBehavior.Restrict);
        run.HasOne<OpsEnvironment>().WithMany().HasForeignKey(r => r.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        run.HasIndex(r => new { r.RunbookId, r.EnvironmentId, r.StartedAt });
    }

    public void Configure(EntityTypeBuilder<Tick> tick)
    {
        tick.HasKey(t => new { t.RunId, t.StepId });
        tick.HasOne<Run>().WithMany().HasForeignKey(t => t.RunId);
    }
}
