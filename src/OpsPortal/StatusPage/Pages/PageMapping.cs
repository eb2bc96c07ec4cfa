using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Pages;

internal sealed class PageMapping : IEntityTypeConfiguration<PublicPage>, IEntityTypeConfiguration<PageComponent>, IEntityTypeConfiguration<StatusSpan>
{
    public void Configure(EntityTypeBuilder<PublicPage> page)
    {
        page.ToTable("status_pages", t => t.HasCheckConstraint("ck_status_pages_link", "(audience = 'Link') = (link_hash is not null)"));
        page.HasIndex(p => p.Slug).IsUnique().HasFilter("removed_at is null");
        page.HasIndex(p => p.IsDefault).IsUnique().HasFilter("is_default and removed_at is null");
        page.Property(p => p.Slug).HasMaxLength(Slug.MaxLength);
        page.Property(p => p.LinkHash).HasMaxLength(64);
        page.Ignore(p => p.Zone);
    }

    public void Configure(EntityTypeBuilder<PageComponent> component)
    {
        component.ToTable("status_components");
        component.HasOne<PublicPage>().WithMany().HasForeignKey(c => c.PageId).OnDelete(DeleteBehavior.Restrict);
        component.HasIndex(c => new { c.PageId, c.Position });
        component.HasIndex(c => c.System).HasFilter("removed_at is null");
        component.Property(c => c.DependsOn).IsJson();
    }

    public void Configure(EntityTypeBuilder<StatusSpan> span)
    {
        span.ToTable("status_spans", t => t.HasCheckConstraint("ck_status_spans_order", "\"to\" is null or \"to\" >= \"from\""));
        span.Property(s => s.Id).UseIdentityAlwaysColumn();
        span.HasOne<PageComponent>().WithMany().HasForeignKey(s => s.ComponentId);
        span.HasIndex(s => new { s.ComponentId, s.From });
        // A component is in one state at a time.
        span.HasIndex(s => s.ComponentId).IsUnique().HasFilter("\"to\" is null").HasDatabaseName("ix_status_spans_open");
    }
}
