using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Incidents.Guides;

/// <summary>Somebody says that an item of the response guide is done.</summary>
public sealed class GuideTick
{
    public long Incident { get; init; }

    /// <summary><see cref="GuideItem.Key"/></summary>
    public required string Item { get; init; }
    public required string By { get; init; }
    public DateTimeOffset At { get; init; }
}

internal sealed class GuideTickMapping : IEntityTypeConfiguration<GuideTick>
{
    public void Configure(EntityTypeBuilder<GuideTick> tick)
    {
        tick.ToTable("guide_ticks", table => table.HasCheckConstraint("ck_guide_ticks_item", "item <> ''"));
        tick.HasKey(t => new { t.Incident, t.Item });
        tick.HasOne<Incident>().WithMany().HasForeignKey(t => t.Incident);
    }
}
