using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Posts;

internal sealed class PostMapping : IEntityTypeConfiguration<PublicPost>, IEntityTypeConfiguration<PostUpdate>
{
    public void Configure(EntityTypeBuilder<PublicPost> post)
    {
        post.ToTable("status_posts", table =>
        {
            table.HasCheckConstraint("ck_status_posts_plan", "(kind = 'Maintenance') = (scheduled_for is not null and scheduled_until is not null)");
            table.HasCheckConstraint("ck_status_posts_order", "scheduled_until is null or scheduled_until > scheduled_for");
            table.HasCheckConstraint("ck_status_posts_over", "(resolved_at is not null) = (status in ('Resolved', 'Postmortem', 'Completed'))");
        });
        post.HasOne<PublicPage>().WithMany().HasForeignKey(p => p.PageId).OnDelete(DeleteBehavior.Restrict);
        post.HasIndex(p => new { p.PageId, p.StartedAt });
        // Whatever comes of one source is told in one place.
        post.HasIndex(p => new { p.PageId, p.Source }).IsUnique().HasFilter("source is not null");
        post.Property(p => p.Components).IsJson();
    }

    public void Configure(EntityTypeBuilder<PostUpdate> update)
    {
        update.ToTable("status_updates");
        update.HasOne(u => u.Post).WithMany().HasForeignKey(u => u.PostId).OnDelete(DeleteBehavior.Restrict);
        update.HasIndex(u => new { u.PostId, u.Number }).IsUnique();
        update.Property(u => u.Affected).IsJson();
    }
}
