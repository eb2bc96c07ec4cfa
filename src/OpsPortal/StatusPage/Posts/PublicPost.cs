using OpsPortal.StatusPage.Pages;

namespace OpsPortal.StatusPage.Posts;

/// <summary>Something that a status page tells: an incident, a free statement, or maintenance. Its words are its <see cref="PostUpdate"/>s.</summary>
public sealed class PublicPost
{
    /// <summary>In its permalink; nobody can count with it.</summary>
    public Guid Id { get; init; }
    public Guid PageId { get; init; }
    public PostKind Kind { get; init; }
    public required string Title { get; set; }
    public PostStatus Status { get; set; }
    public PostImpact Impact { get; set; }

    /// <summary>Components of the page that it is about.</summary>
    public IReadOnlyList<Guid> Components { get; set; } = [];
    public DateTimeOffset StartedAt { get; init; }
    public DateTimeOffset? MonitoringAt { get; set; }

    /// <summary>When it was over; of maintenance, when it was completed.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }
    public DateTimeOffset? ScheduledFor { get; set; }
    public DateTimeOffset? ScheduledUntil { get; set; }

    /// <summary>Begins and ends by its plan, without a person.</summary>
    public bool FollowsPlan { get; set; }

    /// <summary>What it came from, e.g. <c>incident:42</c>, <c>maintenance:7</c>; never shown outside. Null for a free statement.</summary>
    public string? Source { get; init; }
    public DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>What was said at one moment. It is never changed; what was wrong is corrected by the next one.</summary>
public sealed class PostUpdate
{
    public Guid Id { get; init; }
    public Guid PostId { get; init; }
    public PublicPost? Post { get; init; }
    public PostStatus Status { get; init; }

    /// <summary>Markdown.</summary>
    public required string Body { get; init; }
    public DateTimeOffset At { get; init; }
    public IReadOnlyList<AffectedComponent> Affected { get; init; } = [];

    /// <summary>Address within the portal of what it rests on; shown to those signed in only.</summary>
    public string? Evidence { get; init; }

    /// <summary>Never shown outside; null where a rule or a plan did.</summary>
    public Guid? ById { get; init; }
    public required string By { get; init; }

    /// <summary>Subscribers were told.</summary>
    public bool Notifies { get; init; }

    /// <summary>Counts through all updates of one post, in the order in which they were published.</summary>
    public int Number { get; init; }
}

/// <param name="Name">As it was called then.</param>
public sealed record AffectedComponent(Guid Id, string Name, ComponentState Old, ComponentState New);

public enum PostKind { Incident, Maintenance }

public enum PostStatus { Investigating, Identified, Monitoring, Resolved, Postmortem, Scheduled, InProgress, Verifying, Completed }

public enum PostImpact { None, Minor, Major, Critical, Maintenance }
