using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Systems;

internal sealed class OpsSystemMapping : IEntityTypeConfiguration<OpsSystem>
{
    public void Configure(EntityTypeBuilder<OpsSystem> system)
    {
        system.ToTable("systems");
        system.HasIndex(s => s.Slug).IsUnique();
    }
}
