using OpsPortal.OnCall.Channels;

namespace OpsPortal.OnCall.Contacts;

/// <summary>Somebody who can be on call.</summary>
public sealed class Contact
{
    public Guid Id { get; init; }

    /// <summary>As schedules and pages show it.</summary>
    public required string Name { get; set; }

    /// <summary>The account of this person; null for somebody without one, e.g. a service desk.</summary>
    public Guid? UserId { get; set; }

    /// <summary>An IANA name: in it they are shown their shifts.</summary>
    public required string TimeZone { get; set; }
    public string? Notes { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Whoever was on call stays on record.</summary>
    public DateTimeOffset? RemovedAt { get; set; }

    /// <summary>In the order in which they are tried, where they were read by <see cref="OnCallQueries"/>.</summary>
    public List<ContactMethod> Methods { get; init; } = [];

    /// <summary>Somebody who is paged has to hear of it.</summary>
    public bool CanBeReached => Methods.Any(m => m.Works && m.Urgency != MethodUrgency.Low);
}

/// <summary>Which messages go over a method.</summary>
public enum MethodUrgency { Both, High, Low }

/// <summary>A way to reach a contact, proved by a code that came over it.</summary>
public sealed class ContactMethod
{
    public Guid Id { get; init; }
    public Guid ContactId { get; init; }
    public Contact? Contact { get; init; }
    public MethodKind Kind { get; init; }

    /// <summary>The <see cref="MethodAddress"/>, encrypted.</summary>
    public required string ProtectedAddress { get; set; }

    /// <summary>What may be shown of the address to its owner.</summary>
    public required string Shown { get; set; }

    /// <summary>From 0, without gaps.</summary>
    public int Position { get; set; }
    public MethodUrgency Urgency { get; set; }
    public DateTimeOffset? VerifiedAt { get; set; }
    public DateTimeOffset? DisabledAt { get; set; }

    /// <summary>What the other side said.</summary>
    public string? DisabledReason { get; set; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Of the code that is on its way, see <see cref="VerificationCode"/>; null where none is.</summary>
    public string? CodeHash { get; set; }
    public DateTimeOffset? CodeSentAt { get; set; }
    public int CodeAttemptsLeft { get; set; }

    public bool Works => VerifiedAt is not null && DisabledAt is null;
}
