using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

internal sealed class RehearsalMapping : IEntityTypeConfiguration<Rehearsal>, IEntityTypeConfiguration<StepRehearsal>, IEntityTypeConfiguration<StepHealth>
{
    public void Configure(EntityTypeBuilder<Rehearsal> rehearsal)
    {
        rehearsal.ToTable("rehearsals");
        rehearsal.HasIndex(r => r.Key).IsUnique();
        rehearsal.HasIndex(r => new { r.RunbookId, r.EnvironmentId, r.Id });
        rehearsal.HasIndex(r => r.EnvironmentId, "ix_rehearsals_running").HasFilter("finished_at is null");
        rehearsal.HasOne(r => r.Runbook).WithMany().HasForeignKey(r => r.RunbookId).OnDelete(DeleteBehavior.Restrict);
        rehearsal.HasOne(r => r.Environment).WithMany().HasForeignKey(r => r.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        rehearsal.Property(r => r.Values).IsJson();
        rehearsal.HasMany(r => r.Steps).WithOne().HasForeignKey(s => s.RehearsalId);
        rehearsal.Ignore(r => r.Sentence);
    }

    public void Configure(EntityTypeBuilder<StepRehearsal> step)
    {
        step.ToTable("step_rehearsals");
        step.HasKey(s => new { s.RehearsalId, s.Number });
    }

    public void Configure(EntityTypeBuilder<StepHealth> health)
    {
        health.ToTable("step_healths");
        health.HasKey(h => new { h.RunbookId, h.EnvironmentId, h.StepId });
        health.HasOne<Runbook>().WithMany().HasForeignKey(h => h.RunbookId);
        health.HasOne<OpsEnvironment>().WithMany().HasForeignKey(h => h.EnvironmentId);
    }
}
