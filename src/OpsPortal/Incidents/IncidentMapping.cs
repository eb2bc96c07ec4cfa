using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Timeline;
using OpsPortal.Runbooks;
using OpsPortal.Storage;
using OpsPortal.Systems;

namespace OpsPortal.Incidents;

internal sealed class IncidentMapping : IEntityTypeConfiguration<Incident>, IEntityTypeConfiguration<TimelineEntry>,
    IEntityTypeConfiguration<TimelinePin>, IEntityTypeConfiguration<Responder>, IEntityTypeConfiguration<IncidentClock>, IEntityTypeConfiguration<Execution>, IEntityTypeConfiguration<Run>, IEntityTypeConfiguration<Presence>
{
    public void Configure(EntityTypeBuilder<Incident> incident)
    {
        incident.ToTable("incidents", table =>
        {
            table.HasCheckConstraint("ck_incidents_acknowledged", "(state = 'Detected') = (acknowledged_at is null) and (acknowledged_at is null) = (acknowledged_by is null)");
            table.HasCheckConstraint("ck_incidents_resolved", "(state in ('Resolved', 'Reviewed')) = (resolved_at is not null)");
            table.HasCheckConstraint("ck_incidents_reviewed", "(state = 'Reviewed') = (reviewed_at is not null)");
            table.HasCheckConstraint("ck_incidents_title", "title <> '' and severity <> ''");
        });
        incident.HasKey(i => i.Number);
        incident.Property(i => i.Number).UseIdentityAlwaysColumn();
        incident.HasIndex(i => i.Key).IsUnique();
        incident.HasIndex(i => new { i.State, i.Number });
        incident.HasIndex(i => new { i.SystemId, i.Number });
        incident.HasOne<OpsSystem>().WithMany().HasForeignKey(i => i.SystemId).OnDelete(DeleteBehavior.Restrict);
        incident.HasOne<OpsEnvironment>().WithMany().HasForeignKey(i => i.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        incident.Property(i => i.Kind).HasDefaultValue(Guides.IncidentKind.General);
        incident.Property(i => i.Components).IsJson();
        incident.Property(i => i.Parameters).IsJson();
        incident.Ignore(i => i.Name);
    }

    // Executions know the number only; that there is such an incident is said here.
    public void Configure(EntityTypeBuilder<Execution> execution) =>
        execution.HasOne<Incident>().WithMany().HasForeignKey(e => e.Incident).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<Run> run) =>
        run.HasOne<Incident>().WithMany().HasForeignKey(r => r.Incident).OnDelete(DeleteBehavior.Restrict);

    public void Configure(EntityTypeBuilder<TimelineEntry> entry)
    {
        entry.ToTable("timeline_entries", table => table.HasCheckConstraint("ck_timeline_entries_text", "text <> '' and number > 0 and corrects < number"));
        entry.HasKey(e => new { e.Incident, e.Number });
        entry.HasOne<Incident>().WithMany().HasForeignKey(e => e.Incident).OnDelete(DeleteBehavior.Restrict);
        entry.Property(e => e.Detail).IsJson();
    }

    public void Configure(EntityTypeBuilder<TimelinePin> pin)
    {
        pin.ToTable("timeline_pins");
        pin.HasKey(p => new { p.Incident, p.Number });
        pin.HasOne<TimelineEntry>().WithMany().HasForeignKey(p => new { p.Incident, p.Number });
    }

    public void Configure(EntityTypeBuilder<Responder> responder)
    {
        responder.ToTable("responders");
        responder.HasKey(r => new { r.Incident, r.UserId });
        responder.HasIndex(r => new { r.Incident, r.Role }).IsUnique().HasFilter("role <> 'Responder' and left_at is null");
        responder.HasIndex(r => r.UserId);
        responder.HasOne<Incident>().WithMany().HasForeignKey(r => r.Incident);
    }

    public void Configure(EntityTypeBuilder<Presence> presence)
    {
        presence.ToTable("incident_presences");
        presence.HasKey(p => new { p.Incident, p.UserId, p.Node });
        presence.HasOne<Incident>().WithMany().HasForeignKey(p => p.Incident);
    }

    public void Configure(EntityTypeBuilder<IncidentClock> clock)
    {
        clock.ToTable("incident_clocks", table => table.HasCheckConstraint("ck_incident_clocks_acts", "act_at is null or stopped_at is null"));
        clock.HasKey(c => new { c.Incident, c.Kind });
        clock.HasIndex(c => c.ActAt).HasFilter("act_at is not null");
        clock.HasOne<Incident>().WithMany().HasForeignKey(c => c.Incident);
    }
}
