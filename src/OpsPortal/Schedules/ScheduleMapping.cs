using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

internal sealed class ScheduleMapping : IEntityTypeConfiguration<RunSchedule>, IEntityTypeConfiguration<Firing>, IEntityTypeConfiguration<StandingApproval>
{
    public void Configure(EntityTypeBuilder<RunSchedule> schedule)
    {
        schedule.ToTable("run_schedules", table =>
        {
            table.HasCheckConstraint("ck_run_schedules_part", "(kind = 'Rehearsal') = (part is null)");
            table.HasCheckConstraint("ck_run_schedules_paused_with_reason", "(paused_at is null) = (pause_reason is null) and (paused_at is null) = (paused_by is null)");
        });
        schedule.HasIndex(s => s.NextAt).HasFilter("next_at is not null and paused_at is null and removed_at is null");
        schedule.HasIndex(s => s.RunbookId);
        schedule.HasOne(s => s.Runbook).WithMany().HasForeignKey(s => s.RunbookId).OnDelete(DeleteBehavior.Restrict);
        schedule.HasOne(s => s.Environment).WithMany().HasForeignKey(s => s.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        schedule.Property(s => s.Start).HasColumnType("timestamp without time zone");
        schedule.Property(s => s.Parameters).IsJson();
        schedule.Property(s => s.Name).HasMaxLength(120);
    }

    public void Configure(EntityTypeBuilder<Firing> firing)
    {
        firing.ToTable("schedule_firings", table => table.HasCheckConstraint("ck_schedule_firings_ended_is_finished", "(state in ('Due', 'Started')) = (finished_at is null)"));
        // The whole promise of "once": whoever is second finds it taken.
        firing.HasIndex(f => new { f.ScheduleId, f.DueAt }).IsUnique();
        firing.HasIndex(f => f.State).HasFilter("state in ('Due', 'Started')");
        firing.HasIndex(f => f.TellAt).HasFilter("tell_at is not null");
        firing.HasOne<RunSchedule>().WithMany().HasForeignKey(f => f.ScheduleId);
        firing.Ignore(f => f.Key);
    }

    public void Configure(EntityTypeBuilder<StandingApproval> approval)
    {
        approval.ToTable("schedule_approvals", table => table.HasCheckConstraint("ck_schedule_approvals_revoked_because", "(revoked_at is null) = (revoked_because is null)"));
        // One that holds per schedule.
        approval.HasIndex(a => a.ScheduleId).IsUnique().HasFilter("revoked_at is null");
        approval.HasOne<RunSchedule>().WithMany().HasForeignKey(a => a.ScheduleId);
    }
}
