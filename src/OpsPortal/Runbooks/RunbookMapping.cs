using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Runbooks;

internal sealed class RunbookMapping : IEntityTypeConfiguration<Runbook>, IEntityTypeConfiguration<RunbookVersion>
{
    public void Configure(EntityTypeBuilder<Runbook> runbook)
    {
        runbook.HasIndex(r => r.Slug).IsUnique();
        runbook.HasOne(r => r.System).WithMany().HasForeignKey(r => r.SystemId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<RunbookVersion> version)
    {
        version.ToTable("runbook_versions", t => t.HasCheckConstraint("ck_runbook_versions_number", "number > 0"));
        version.HasKey(v => new { v.RunbookId, v.Number });
        version.HasOne<Runbook>().WithMany().HasForeignKey(v => v.RunbookId);
    }
}
