using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;

namespace OpsPortal.Environments;

internal sealed class OpsEnvironmentMapping : IEntityTypeConfiguration<OpsEnvironment>
{
    public void Configure(EntityTypeBuilder<OpsEnvironment> environment)
    {
        environment.ToTable("environments");
        // A removed environment leaves its name free, and stays for the executions that ran in it.
        environment.HasIndex(e => e.Name).IsUnique().HasFilter("removed_at is null");
        environment.Property(e => e.Policy).IsJson();
        environment.Property(e => e.Freeze).IsJson();
        environment.Property(e => e.Targets).IsJson().HasDefaultValueSql("'{}'::jsonb");
    }
}
