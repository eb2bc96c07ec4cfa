using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OpsPortal.OnCall.Channels;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Subscribing;

/// <summary>Somebody who wants to be told. Their address is encrypted; found again it is by a keyed hash.</summary>
public sealed class Subscriber
{
    public Guid Id { get; init; }
    public Guid PageId { get; init; }

    /// <summary>E-mail, Slack or webhook.</summary>
    public MethodKind Kind { get; init; }
    public required string ProtectedAddress { get; set; }

    /// <summary>HMAC of kind and address, hex: unique per page, and of no use to whoever reads the table.</summary>
    public required string AddressHash { get; init; }

    /// <summary>What of it may be shown to those who look after the page.</summary>
    public required string Shown { get; init; }

    /// <summary>Components that they want to hear of; all where empty.</summary>
    public IReadOnlyList<Guid> Components { get; set; } = [];
    public DateTimeOffset AskedAt { get; set; }
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>When they left, or their address turned out to be gone.</summary>
    public DateTimeOffset? EndedAt { get; set; }
    public string? EndedBecause { get; set; }
}

/// <summary>One message to one subscriber. Held by a claim while it is sent.</summary>
public sealed class SubscriberMessage
{
    public long Id { get; init; }
    public Guid SubscriberId { get; init; }

    /// <summary>Null asks them to confirm.</summary>
    public Guid? UpdateId { get; init; }
    public MessageState State { get; set; }
    public DateTimeOffset DueAt { get; set; }
    public int Tries { get; set; }
    public Guid? ClaimId { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the other side said, or why nothing was sent.</summary>
    public string? Reason { get; set; }
}

public enum MessageState
{
    Waiting,
    Sending,
    Delivered,

    /// <summary>It was sent, and nobody can tell whether it arrived.</summary>
    Unknown,
    Failed,

    /// <summary>The subscriber had left before it was sent.</summary>
    Skipped,
}

internal sealed class SubscriberMapping : IEntityTypeConfiguration<Subscriber>, IEntityTypeConfiguration<SubscriberMessage>
{
    public void Configure(EntityTypeBuilder<Subscriber> subscriber)
    {
        subscriber.ToTable("status_subscribers");
        subscriber.HasOne<PublicPage>().WithMany().HasForeignKey(s => s.PageId);
        subscriber.HasIndex(s => new { s.PageId, s.AddressHash }).IsUnique();
        subscriber.Property(s => s.AddressHash).HasMaxLength(64);
        subscriber.Property(s => s.Components).IsJson();
    }

    public void Configure(EntityTypeBuilder<SubscriberMessage> message)
    {
        message.ToTable("status_messages", t => t.HasCheckConstraint("ck_status_messages_sending_is_held",
            "(state = 'Sending') = (claim_id is not null) and (claim_id is null) = (lease_until is null)"));
        message.Property(m => m.Id).UseIdentityAlwaysColumn();
        message.HasOne<Subscriber>().WithMany().HasForeignKey(m => m.SubscriberId);
        message.HasOne<PostUpdate>().WithMany().HasForeignKey(m => m.UpdateId);
        message.HasIndex(m => new { m.SubscriberId, m.UpdateId }).IsUnique().HasFilter("update_id is not null");
        message.HasIndex(m => m.DueAt).HasFilter("state in ('Waiting', 'Sending')").HasDatabaseName("ix_status_messages_due");
    }
}
