using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Incidents.Reviews;

internal sealed class ReviewMapping : IEntityTypeConfiguration<Review>, IEntityTypeConfiguration<ActionItem>
{
    public void Configure(EntityTypeBuilder<Review> review)
    {
        review.ToTable("reviews");
        review.HasKey(r => r.Incident);
        review.HasOne<Incident>().WithOne().HasForeignKey<Review>(r => r.Incident);
    }

    public void Configure(EntityTypeBuilder<ActionItem> item)
    {
        item.ToTable("action_items", table => table.HasCheckConstraint("ck_action_items_done", "(done_at is null) = (done_by is null) and (done_at is null or remind_at is null)"));
        item.Property(i => i.Id).UseIdentityAlwaysColumn();
        item.HasIndex(i => i.Incident);
        item.HasIndex(i => i.RemindAt).HasFilter("remind_at is not null");
        item.HasIndex(i => i.OwnerId).HasFilter("done_at is null");
        item.HasOne<Incident>().WithMany().HasForeignKey(i => i.Incident);
    }
}
