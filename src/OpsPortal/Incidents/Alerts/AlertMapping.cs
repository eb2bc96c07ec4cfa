using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Environments;
using OpsPortal.Incidents.Alerts.Silences;
using OpsPortal.Storage;

namespace OpsPortal.Incidents.Alerts;

internal sealed class AlertMapping : IEntityTypeConfiguration<AlertIntegration>, IEntityTypeConfiguration<Alert>, IEntityTypeConfiguration<AlertGroup>, IEntityTypeConfiguration<AlertSilence>
{
    public void Configure(EntityTypeBuilder<AlertIntegration> integration)
    {
        integration.ToTable("alert_integrations", table => table.HasCheckConstraint("ck_alert_integrations_name", "name <> ''"));
        integration.HasIndex(i => i.KeyHash).IsUnique();
        integration.HasIndex(i => i.Name).IsUnique().HasFilter("removed_at is null");
        integration.HasOne<OpsEnvironment>().WithMany().HasForeignKey(i => i.EnvironmentId).OnDelete(DeleteBehavior.Restrict);
        integration.Property(i => i.Settings).IsJson();
    }

    public void Configure(EntityTypeBuilder<Alert> alert)
    {
        alert.ToTable("alerts", table => table.HasCheckConstraint("ck_alerts_text", "fingerprint <> '' and name <> '' and count > 0"));
        alert.Property(a => a.Id).UseIdentityAlwaysColumn();
        alert.HasIndex(a => new { a.IntegrationId, a.Fingerprint, a.StartsAt }).IsUnique();
        alert.HasIndex(a => new { a.IntegrationId, a.GroupKey }).HasFilter("told is distinct from state").HasDatabaseName("ix_alerts_untold");
        alert.HasIndex(a => new { a.IntegrationId, a.Id }).HasFilter("state <> 'Resolved'").HasDatabaseName("ix_alerts_open");
        alert.HasIndex(a => a.Incident).HasFilter("incident is not null");
        alert.HasIndex(a => a.LastReceivedAt).HasFilter("state = 'Resolved' and incident is null").HasDatabaseName("ix_alerts_forgettable");
        alert.HasIndex(a => a.SilenceId).HasFilter("silence_id is not null");
        alert.HasOne<AlertIntegration>().WithMany().HasForeignKey(a => a.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        alert.HasOne<Incident>().WithMany().HasForeignKey(a => a.Incident).OnDelete(DeleteBehavior.Restrict);
        alert.HasOne<AlertSilence>().WithMany().HasForeignKey(a => a.SilenceId).OnDelete(DeleteBehavior.Restrict);
        alert.Property(a => a.Labels).IsJson();
        alert.Property(a => a.Annotations).IsJson();
    }

    public void Configure(EntityTypeBuilder<AlertGroup> group)
    {
        group.ToTable("alert_groups", table => table.HasCheckConstraint("ck_alert_groups_truncated", "truncated >= 0"));
        group.HasKey(g => new { g.IntegrationId, g.Key });
        group.HasIndex(g => g.LastReceivedAt).HasFilter("pending").HasDatabaseName("ix_alert_groups_pending");
        group.HasIndex(g => g.ResolveAt).HasFilter("resolve_at is not null");
        group.HasOne<AlertIntegration>().WithMany().HasForeignKey(g => g.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        group.HasOne<Incident>().WithMany().HasForeignKey(g => g.Incident).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<AlertSilence> silence)
    {
        silence.ToTable("alert_silences", table => table.HasCheckConstraint("ck_alert_silences_time", "ends_at > starts_at and reason <> ''"));
        silence.HasIndex(s => new { s.IntegrationId, s.EndsAt });
        silence.HasIndex(s => s.EndsAt).HasFilter("ended_at is null").HasDatabaseName("ix_alert_silences_active");
        silence.HasOne<AlertIntegration>().WithMany().HasForeignKey(s => s.IntegrationId).OnDelete(DeleteBehavior.Restrict);
        silence.Property(s => s.Matchers).IsJson();
        silence.Property(s => s.Scope).IsJson();
    }
}
