using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OpsPortal.Incidents.Images;

/// <summary>A picture that somebody put into an incident's timeline.</summary>
public sealed class IncidentFile
{
    public Guid Id { get; init; }
    public long Incident { get; init; }

    /// <summary>As its first bytes say: <c>image/png</c>, <c>image/jpeg</c>, <c>image/gif</c> or <c>image/webp</c>.</summary>
    public required string Type { get; init; }
    public required byte[] Content { get; init; }
    public DateTimeOffset At { get; init; }
    public required string By { get; init; }
}

internal sealed class IncidentFileMapping : IEntityTypeConfiguration<IncidentFile>
{
    public void Configure(EntityTypeBuilder<IncidentFile> file)
    {
        file.ToTable("incident_files", table => table.HasCheckConstraint("ck_incident_files_content", "length(content) between 1 and 5242880 and type like 'image/%'"));
        file.HasOne<Incident>().WithMany().HasForeignKey(f => f.Incident).OnDelete(DeleteBehavior.Restrict);
        file.HasIndex(f => f.Incident);
    }
}
