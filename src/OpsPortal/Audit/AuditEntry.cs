using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.Audit.Chain;
using OpsPortal.Storage;

namespace OpsPortal.Audit;

/// <summary>Who did what to what, and from where. Each entry names the hash of the one before, so that a changed or missing entry shows.</summary>
public sealed class AuditEntry
{
    /// <summary>1, 2, 3, … without gaps.</summary>
    public long Id { get; init; }

    /// <summary>How <see cref="Hash"/> is made; entries keep the way of their time.</summary>
    public int HashVersion { get; init; }
    public DateTimeOffset At { get; init; }
    public Guid ActorId { get; init; }
    public required string ActorName { get; init; }

    /// <summary>e.g. <c>execution.requested</c>.</summary>
    public required string Action { get; init; }

    /// <summary>e.g. <c>execution</c>.</summary>
    public required string SubjectKind { get; init; }
    public required string SubjectId { get; init; }

    /// <summary>See <see cref="Access.Origin.Address"/>.</summary>
    public string? Address { get; init; }

    /// <summary>See <see cref="Access.Origin.Client"/>.</summary>
    public string? Client { get; init; }

    /// <summary>Never secrets. <c>plan</c> is the hash of what was previewed and confirmed, where there was a preview.</summary>
    public IReadOnlyDictionary<string, string> Detail { get; init; } = new Dictionary<string, string>();

    /// <summary>SHA-256, lower-case hex; of the first entry 64 zeros.</summary>
    public required string PreviousHash { get; init; }
    public required string Hash { get; init; }

    internal AuditLine ToLine() => new()
    {
        Id = Id,
        Version = HashVersion,
        At = At,
        ActorId = ActorId,
        Actor = ActorName,
        Action = Action,
        SubjectKind = SubjectKind,
        SubjectId = SubjectId,
        Address = Address,
        Client = Client,
        Detail = new(Detail.ToDictionary(), StringComparer.Ordinal),
        PreviousHash = PreviousHash,
        Hash = Hash,
    };
}

internal sealed class AuditEntryMapping : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> entry)
    {
        entry.ToTable("audit_entries");
        entry.Property(e => e.Id).ValueGeneratedNever();
        // What is there already was hashed the first way.
        entry.Property(e => e.HashVersion).HasDefaultValue(1);
        entry.Property(e => e.Detail).IsJson();
        // One successor per entry: a fork of the chain can't be stored.
        entry.HasIndex(e => e.PreviousHash).IsUnique();
        entry.HasIndex(e => new { e.SubjectKind, e.SubjectId });
        entry.HasIndex(e => e.At);
    }
}
