using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Checks.Morning;
using OpsPortal.Checks.Objectives;
using OpsPortal.Incidents;
using OpsPortal.OnCall.Contacts;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Checks;

internal sealed class CheckMapping : IEntityTypeConfiguration<Check>, IEntityTypeConfiguration<CheckStanding>, IEntityTypeConfiguration<CheckChange>, IEntityTypeConfiguration<CheckBudget>, IEntityTypeConfiguration<DigestWish>
{
    public void Configure(EntityTypeBuilder<Check> check)
    {
        check.ToTable("checks", table =>
        {
            table.HasCheckConstraint("ck_checks_name", "name <> ''");
            table.HasCheckConstraint("ck_checks_times", "\"interval\" >= interval '10 seconds' and timeout > interval '0' and retries between 0 and 5");
            table.HasCheckConstraint("ck_checks_paused", "(paused_at is null) = (paused_by is null) and (paused_at is null) = (pause_reason is null)");
        });
        check.Property(c => c.Id).UseIdentityAlwaysColumn();
        check.HasIndex(c => new { c.SystemId, c.EnvironmentId, c.Name }).IsUnique().HasFilter("removed_at is null");
        check.HasIndex(c => c.HeartbeatHash).IsUnique().HasFilter("heartbeat_hash is not null");
        check.HasOne<OpsSystem>().WithMany().HasForeignKey(c => c.SystemId).OnDelete(DeleteBehavior.Restrict);
        check.HasOne(c => c.Environment).WithMany().HasForeignKey(c => c.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        check.Property(c => c.Spec).IsJson();
        check.Property(c => c.Thresholds).IsJson();
        check.Property(c => c.Damping).IsJson();
        check.Property(c => c.Objective).IsJson();
        check.Ignore(c => c.Link);
    }

    public void Configure(EntityTypeBuilder<CheckStanding> standing)
    {
        standing.ToTable("check_standings", table =>
        {
            table.HasCheckConstraint("ck_check_standings_state", "state in ('Unknown', 'Passing', 'Warning', 'Failing', 'Paused') and why <> ''");
            table.HasCheckConstraint("ck_check_standings_claim", "(claim_id is null) = (claim_until is null)");
            table.HasCheckConstraint("ck_check_standings_paused", "state <> 'Paused' or due_at is null");
        });
        // No index on what every run writes, so that a run replaces its row in place; the table is as small as there are checks.
        standing.HasKey(s => s.CheckId);
        standing.HasOne(s => s.Check).WithOne().HasForeignKey<CheckStanding>(s => s.CheckId);
        standing.HasOne<Incident>().WithMany().HasForeignKey(s => s.Incident).OnDelete(DeleteBehavior.Restrict);
        standing.HasIndex(s => s.Incident).HasFilter("incident is not null");
        standing.HasIndex(s => s.ExecutionId).HasFilter("execution_id is not null");
    }

    public void Configure(EntityTypeBuilder<CheckChange> change)
    {
        change.ToTable("check_changes", table => table.HasCheckConstraint("ck_check_changes_why", "why <> '' and \"from\" <> \"to\""));
        change.Property(c => c.Id).UseIdentityAlwaysColumn();
        change.HasOne<Check>().WithMany().HasForeignKey(c => c.CheckId);
        change.HasOne<Incident>().WithMany().HasForeignKey(c => c.Incident).OnDelete(DeleteBehavior.Restrict);
        change.HasIndex(c => new { c.CheckId, c.Id });
    }

    public void Configure(EntityTypeBuilder<CheckBudget> budget)
    {
        budget.ToTable("check_budgets");
        budget.HasKey(b => b.CheckId);
        budget.HasOne<Check>().WithOne().HasForeignKey<CheckBudget>(b => b.CheckId);
    }

    public void Configure(EntityTypeBuilder<DigestWish> wish)
    {
        wish.ToTable("check_digests", table => table.HasCheckConstraint("ck_check_digests_hour", "minute_of_day between 0 and 1439 and time_zone <> ''"));
        wish.HasKey(w => w.ContactId);
        wish.HasOne<Contact>().WithOne().HasForeignKey<DigestWish>(w => w.ContactId);
    }
}
