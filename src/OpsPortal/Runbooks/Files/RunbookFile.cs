using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Runbooks.Files;

/// <summary>A file that a runbook's commands name: a manifest to apply, a script, a backup to restore.</summary>
public sealed class RunbookFile
{
    public Guid RunbookId { get; init; }

    /// <summary>As commands name it, without a leading <c>./</c>: <c>k8s/hpa.yaml</c>.</summary>
    public required string Path { get; init; }
    public required byte[] Content { get; set; }

    /// <summary>Bytes.</summary>
    public int Size { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public required string UpdatedBy { get; set; }
}

internal sealed class RunbookFileMapping : IEntityTypeConfiguration<RunbookFile>
{
    public void Configure(EntityTypeBuilder<RunbookFile> file)
    {
        file.ToTable("runbook_files", table => table.HasCheckConstraint("ck_runbook_files_size", "size = length(content)"));
        file.HasKey(f => new { f.RunbookId, f.Path });
        file.HasOne<Runbook>().WithMany().HasForeignKey(f => f.RunbookId);
    }
}
