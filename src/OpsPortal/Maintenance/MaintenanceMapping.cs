using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance;

internal sealed class MaintenanceMapping : IEntityTypeConfiguration<MaintenancePlan>, IEntityTypeConfiguration<MaintenancePhase>, IEntityTypeConfiguration<MaintenanceItem>,
    IEntityTypeConfiguration<MaintenanceSignature>, IEntityTypeConfiguration<MaintenanceEntry>, IEntityTypeConfiguration<MaintenanceSeries>, IEntityTypeConfiguration<MaintenanceAnnouncement>,
    IEntityTypeConfiguration<MaintenancePresence>, IEntityTypeConfiguration<Execution>, IEntityTypeConfiguration<AlertSilence>
{
    public void Configure(EntityTypeBuilder<MaintenancePlan> plan)
    {
        plan.ToTable("maintenance_plans", table =>
        {
            table.HasCheckConstraint("ck_maintenance_plans_title", "title <> '' and reason <> '' and cardinality(systems) > 0");
            table.HasCheckConstraint("ck_maintenance_plans_times", "starts_at < ends_at and starts_at < planned_ends_at");
            table.HasCheckConstraint("ck_maintenance_plans_started", "state not in ('InProgress', 'Verifying', 'Completed') or started_at is not null");
            table.HasCheckConstraint("ck_maintenance_plans_ended", "(state in ('Completed', 'Cancelled')) = (ended_at is not null)");
            table.HasCheckConstraint("ck_maintenance_plans_record", "(record is null) = (record_hash is null) and (record is null or state in ('Completed', 'Cancelled'))");
            table.HasCheckConstraint("ck_maintenance_plans_rolled_back", "(rolled_back_at is null) = (rolled_back_by is null)");
        });
        plan.HasKey(p => p.Number);
        plan.Property(p => p.Number).UseIdentityAlwaysColumn();
        plan.HasIndex(p => p.Key).IsUnique();
        plan.HasIndex(p => new { p.SeriesId, p.OccurrenceAt }).IsUnique();
        plan.HasIndex(p => new { p.State, p.StartsAt });
        plan.HasOne<OpsEnvironment>().WithMany().HasForeignKey(p => p.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        plan.HasOne<MaintenanceSeries>().WithMany().HasForeignKey(p => p.SeriesId).OnDelete(DeleteBehavior.Restrict);
        plan.HasMany(p => p.Phases).WithOne().HasForeignKey(p => p.Plan);
        plan.HasMany(p => p.Items).WithOne().HasForeignKey(i => i.Plan);
        plan.Property(p => p.Participants).IsJson();
        plan.Property(p => p.AnnounceBefore).IsJson();
        plan.Property(p => p.HeldBack).IsJson();
        plan.Ignore(p => p.Name);
    }

    public void Configure(EntityTypeBuilder<MaintenancePhase> phase)
    {
        phase.ToTable("maintenance_phases", table => table.HasCheckConstraint("ck_maintenance_phases_decided", "(go is null) = (decided_at is null) and (go is null) = (decided_by is null)"));
        phase.HasKey(p => new { p.Plan, p.Position });
    }

    public void Configure(EntityTypeBuilder<MaintenanceItem> item)
    {
        item.ToTable("maintenance_items", table =>
        {
            table.HasCheckConstraint("ck_maintenance_items_done_by_somebody", "text <> '' and signatures between 0 and 2 and (signatures > 0 or step is not null)");
            table.HasCheckConstraint("ck_maintenance_items_settled", "(state = 'Open') = (settled_at is null)");
            table.HasCheckConstraint("ck_maintenance_items_why", "state not in ('Skipped', 'Failed') or reason is not null");
        });
        item.HasKey(i => new { i.Plan, i.Number });
        item.HasOne<MaintenancePhase>().WithMany().HasForeignKey(i => new { i.Plan, i.Phase });
        item.HasMany(i => i.Signed).WithOne().HasForeignKey(s => new { s.Plan, s.Item });
        item.Property(i => i.Parameters).IsJson();
        item.Ignore(i => i.Standing);
    }

    public void Configure(EntityTypeBuilder<MaintenanceSignature> signature)
    {
        signature.ToTable("maintenance_signatures");
        // However often a tick is sent, and from how many windows: one signature of one person.
        signature.HasIndex(s => new { s.Plan, s.Key }).IsUnique();
        signature.HasIndex(s => new { s.Plan, s.Item, s.UserId }).IsUnique().HasFilter("withdrawn_at is null");
    }

    public void Configure(EntityTypeBuilder<MaintenanceEntry> entry)
    {
        entry.ToTable("maintenance_entries", table => table.HasCheckConstraint("ck_maintenance_entries_text", "text <> '' and number > 0"));
        entry.HasKey(e => new { e.Plan, e.Number });
        entry.HasOne<MaintenancePlan>().WithMany().HasForeignKey(e => e.Plan);
    }

    public void Configure(EntityTypeBuilder<MaintenanceSeries> series)
    {
        series.ToTable("maintenance_series", table => table.HasCheckConstraint("ck_maintenance_series_ended", "(ended_at is null) = (ended_by is null) and duration > interval '0'"));
        series.HasIndex(s => s.Source).IsUnique();
        series.HasIndex(s => s.NextAt).HasFilter("next_at is not null");
        series.HasOne<OpsEnvironment>().WithMany().HasForeignKey(s => s.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        series.Property(s => s.Start).HasColumnType("timestamp without time zone");
        series.Property(s => s.Form).IsJson();
    }

    public void Configure(EntityTypeBuilder<MaintenanceAnnouncement> announcement)
    {
        announcement.ToTable("maintenance_announcements");
        announcement.HasKey(a => new { a.Plan, a.Lead });
        announcement.HasIndex(a => a.DueAt).HasFilter("sent_at is null");
        announcement.HasOne<MaintenancePlan>().WithMany().HasForeignKey(a => a.Plan);
    }

    public void Configure(EntityTypeBuilder<MaintenancePresence> presence)
    {
        presence.ToTable("maintenance_presences");
        presence.HasKey(p => new { p.Plan, p.UserId });
        presence.HasOne<MaintenancePlan>().WithMany().HasForeignKey(p => p.Plan);
    }

    // Executions and silences know the number only; that there is such a plan is said here.
    public void Configure(EntityTypeBuilder<Execution> execution) =>
        execution.HasOne<MaintenancePlan>().WithMany().HasForeignKey(e => e.Maintenance).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<AlertSilence> silence) =>
        silence.HasOne<MaintenancePlan>().WithMany().HasForeignKey(s => s.Maintenance).OnDelete(DeleteBehavior.Restrict);
}
