using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Who did what to what. Each entry names the hash of the one before, so that a changed or missing entry shows.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3, … without gaps.</summary>
    public long Id { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>e.g. <c>execution.requested</c>.</summary>
    public required string Action { get; init; }

    /// <summary>e.g. <c>execution</c>.</summary>
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }

    /// <summary>Never secrets.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256, lower-case hex; of the first entry 64 zeros.</summary>
    public required string PreviousHash { get; init; }
    public required string Hash { get; init; }
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        entry.Property(e => e.Detail).IsJson();
        // One successor per entry: a fork of the chain can't be stored.
        entry.HasIndex(e => e.PreviousHash).IsUnique();
        entry.HasIndex(e => new { e.SubjectKind, e.SubjectId });
        entry.HasIndex(e => e.At);
    }
}
