using OpsPortal.OnCall.Channels;

namespace OpsPortal.OnCall.Paging;

/// <summary>A notification that wants an acknowledgement. It is written with the decision to page, and sent from here: what is not sent yet is not lost.</summary>
public sealed class Page
{
    public long Id { get; init; }
    public PageKind Kind { get; init; }

    /// <summary>Number of the incident; null for a test.</summary>
    public long? Incident { get; init; }
    public Guid ContactId { get; init; }

    /// <summary>Of the click that asked for help; the same click again pages nobody anew. Null where no click did.</summary>
    public string? Key { get; set; }

    /// <summary>As it was when the page was made.</summary>
    public required string Contact { get; init; }

    /// <summary>From 1; 0 for tests, reminders and help.</summary>
    public int Level { get; init; }

    /// <summary>From 1: how often all levels were gone through, or people were reminded.</summary>
    public int Round { get; init; }
    public PageState State { get; set; }

    /// <summary>Why this person: one sentence.</summary>
    public required string Because { get; init; }
    public required string Title { get; init; }
    public bool Urgent { get; init; }

    /// <summary>What it tells, where that is no incident.</summary>
    public string? Text { get; init; }

    /// <summary>Path of the page where it stands, where that is no incident.</summary>
    public string? Address { get; init; }
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What can wait is sent from then on.</summary>
    public DateTimeOffset NotBefore { get; init; }
    public DateTimeOffset? AcknowledgedAt { get; set; }
    public string? AcknowledgedBy { get; set; }

    /// <summary>Why it ended without an acknowledgement.</summary>
    public string? EndedBecause { get; set; }
    public List<PageAttempt> Attempts { get; init; } = [];
}

public enum PageKind
{
    Call,

    /// <summary>It was acknowledged, and is not mitigated yet.</summary>
    Reminder,

    /// <summary>Of an action item of a review; its number stands for the level.</summary>
    ActionItem,
    Test,

    /// <summary>Somebody who is on it asks for this person.</summary>
    Help,
    /// <summary>Tells something that is no incident, and wants no answer.</summary>
    Notice,

    /// <summary>Calls somebody for something that is no incident.</summary>
    Summons,
}

public enum PageState
{
    /// <summary>Wants an acknowledgement.</summary>
    Open,
    Acknowledged,

    /// <summary>Somebody else acknowledged, or the incident is over.</summary>
    Stopped,

    /// <summary>No method got through.</summary>
    Unreached,
}

/// <summary>One page over one method. Held by a claim while it is sent.</summary>
public sealed class PageAttempt
{
    public long Id { get; init; }
    public long PageId { get; init; }
    public Page? Page { get; init; }
    public Guid MethodId { get; init; }
    public MethodKind Kind { get; init; }

    /// <summary>As its person knows it.</summary>
    public required string Shown { get; init; }
    public AttemptState State { get; set; }

    /// <summary>When it may be sent (again).</summary>
    public DateTimeOffset DueAt { get; set; }

    /// <summary>Attempts that went out in one message have the same; null before the first sending.</summary>
    public long? Bundle { get; set; }
    public Guid? ClaimId { get; set; }
    public DateTimeOffset? LeaseUntil { get; set; }
    public int Tries { get; set; }

    /// <summary>A try may have arrived, although the attempt goes on.</summary>
    public bool InDoubt { get; set; }
    public DateTimeOffset? SentAt { get; set; }

    /// <summary>What the other side said, or why nothing was sent.</summary>
    public string? Reason { get; set; }
}

public enum AttemptState
{
    Waiting,
    Sending,
    Delivered,

    /// <summary>It was sent, and nobody can tell whether it arrived.</summary>
    Unknown,
    Failed,

    /// <summary>No longer needed before its time came.</summary>
    Skipped,
}
