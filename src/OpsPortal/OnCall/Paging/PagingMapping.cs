using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Incidents;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging.Escalating;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging;

internal sealed class PagingMapping : IEntityTypeConfiguration<EscalationPolicy>, IEntityTypeConfiguration<Page>, IEntityTypeConfiguration<PageAttempt>, IEntityTypeConfiguration<Escalation>
{
    public void Configure(EntityTypeBuilder<EscalationPolicy> policy)
    {
        policy.ToTable("escalation_policies");
        policy.HasIndex(p => p.Slug).IsUnique().HasFilter("removed_at is null");
        policy.Property(p => p.Systems).IsJson();
        policy.Property(p => p.Levels).IsJson();
        policy.Property(p => p.LowUrgency).IsJson();
        policy.Property(p => p.Hours).IsJson();
    }

    public void Configure(EntityTypeBuilder<Page> page)
    {
        page.ToTable("pages", table =>
        {
            table.HasCheckConstraint("ck_pages_acknowledged", "(state = 'Acknowledged') = (acknowledged_at is not null) and (acknowledged_at is null) = (acknowledged_by is null)");
            table.HasCheckConstraint("ck_pages_incident", "(kind in ('Test', 'Notice', 'Summons')) = (incident is null)");
            table.HasCheckConstraint("ck_pages_key", "key is null or incident is not null");
        });
        page.Property(p => p.Id).UseIdentityAlwaysColumn();
        // However often the same decision is taken, one page comes of it.
        page.HasIndex(p => new { p.Incident, p.ContactId, p.Kind, p.Level, p.Round }).IsUnique().HasFilter("incident is not null");
        // However often one click asks for help, each person is paged once.
        page.HasIndex(p => new { p.Incident, p.Key, p.ContactId }).IsUnique().HasFilter("key is not null");
        page.HasIndex(p => new { p.ContactId, p.Id });
        page.HasIndex(p => p.Incident).HasFilter("state = 'Open'").HasDatabaseName("ix_pages_open");
        page.HasOne<Incident>().WithMany().HasForeignKey(p => p.Incident).OnDelete(DeleteBehavior.Restrict);
        page.HasOne<Contact>().WithMany().HasForeignKey(p => p.ContactId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<PageAttempt> attempt)
    {
        attempt.ToTable("page_attempts", table => table.HasCheckConstraint("ck_page_attempts_sending_is_held",
            "(state = 'Sending') = (claim_id is not null) and (claim_id is null) = (lease_until is null)"));
        attempt.Property(a => a.Id).UseIdentityAlwaysColumn();
        attempt.HasIndex(a => new { a.PageId, a.MethodId }).IsUnique();
        attempt.HasIndex(a => a.DueAt).HasFilter("state in ('Waiting', 'Sending')").HasDatabaseName("ix_page_attempts_due");
        attempt.HasIndex(a => new { a.MethodId, a.SentAt });
        attempt.HasOne(a => a.Page).WithMany(p => p.Attempts).HasForeignKey(a => a.PageId);
    }

    public void Configure(EntityTypeBuilder<Escalation> escalation)
    {
        escalation.ToTable("escalations");
        escalation.HasKey(e => e.Incident);
        escalation.HasIndex(e => e.NextAt).HasFilter("next_at is not null");
        escalation.HasIndex(e => e.RemindAt).HasFilter("remind_at is not null");
        escalation.HasOne<Incident>().WithOne().HasForeignKey<Escalation>(e => e.Incident);
        escalation.HasOne<EscalationPolicy>().WithMany().HasForeignKey(e => e.PolicyId).OnDelete(DeleteBehavior.Restrict);
    }
}
