namespace OpsPortal.Checks.Morning;

/// <summary>Somebody wants the morning's page sent to them, each day at an hour of theirs.</summary>
public sealed class DigestWish
{
    public Guid ContactId { get; init; }

    /// <summary>Of their own time zone.</summary>
    public int MinuteOfDay { get; set; }

    /// <summary>An IANA name.</summary>
    public required string TimeZone { get; set; }

    /// <summary>Only where something is not as it should be.</summary>
    public bool OnlyTrouble { get; set; }

    /// <summary>The day, theirs, that was sent last or is being sent.</summary>
    public DateOnly? SentFor { get; set; }

    /// <summary>Why the last one did not arrive; null where it did.</summary>
    public string? Trouble { get; set; }

    /// <summary>When it was last tried.</summary>
    public DateTimeOffset? TriedAt { get; set; }
}
