using System.Text.Json.Serialization;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;

namespace OpsPortal.StatusPage.Showing;

/// <summary>
/// All that a page shows, as it was read at one moment, and nothing else: what is not in here cannot get out. It is kept in memory and on
/// disk, so that the page is there while the database is not.
/// </summary>
public sealed record PageView
{
    public required Guid Id { get; init; }
    public required string Slug { get; init; }
    public required string Title { get; init; }
    public string? Description { get; init; }
    public PageAudience Audience { get; init; }
    public string? LinkHash { get; init; }
    public bool IsDefault { get; init; }
    public required string Accent { get; init; }
    public required string TimeZone { get; init; }
    public required string Language { get; init; }
    public byte[]? Logo { get; init; }
    public string? LogoType { get; init; }

    /// <summary>When something was published last.</summary>
    public DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it was read from the database.</summary>
    public DateTimeOffset ReadAt { get; init; }
    public IReadOnlyList<ComponentView> Components { get; init; } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<PostView> Posts { get; init; } = [];

    /// <summary>By its path: <c>/status</c> for the default page.</summary>
    [JsonIgnore]
    public string Path => IsDefault ? "/status" : $"/status/{Slug}";

    [JsonIgnore]
    public TimeZoneInfo Zone => TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary>Incidents that are not over, newest first.</summary>
    [JsonIgnore]
    public IEnumerable<PostView> Open => Posts.Where(p => p.Kind == PostKind.Incident && !p.Status.IsOver());

    [JsonIgnore]
    public IEnumerable<PostView> Running => Posts.Where(p => p.Kind == PostKind.Maintenance && p.Status is PostStatus.InProgress or PostStatus.Verifying);

    /// <summary>The next one first.</summary>
    [JsonIgnore]
    public IEnumerable<PostView> Upcoming => Posts.Where(p => p.Kind == PostKind.Maintenance && p.Status == PostStatus.Scheduled).OrderBy(p => p.ScheduledFor);
}

/// <param name="Spans">When it was something else than operational, within the last 90 days and a bit; oldest first.</param>
public sealed record ComponentView(Guid Id, string Name, string? Description, string? Group, IReadOnlyList<string> DependsOn, ComponentState State,
    DateTimeOffset Since, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<SpanView> Spans);

/// <param name="To">Null while it lasts.</param>
public sealed record SpanView(ComponentState State, DateTimeOffset From, DateTimeOffset? To);

/// <param name="Updates">Newest first.</param>
public sealed record PostView(Guid Id, PostKind Kind, string Title, PostStatus Status, PostImpact Impact, IReadOnlyList<Guid> Components, DateTimeOffset StartedAt,
    DateTimeOffset? MonitoringAt, DateTimeOffset? ResolvedAt, DateTimeOffset? ScheduledFor, DateTimeOffset? ScheduledUntil, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, IReadOnlyList<UpdateView> Updates);

/// <param name="Evidence">For those signed in.</param>
public sealed record UpdateView(Guid Id, PostStatus Status, string Body, DateTimeOffset At, IReadOnlyList<AffectedComponent> Affected, string? Evidence, bool Notifies);
