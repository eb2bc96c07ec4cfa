using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Showing;

namespace OpsPortal.StatusPage.Feeds;

/// <summary>What <c>/api/v2/*.json</c> tells, in the shape that clients of hosted status pages read. Ids are opaque; times ISO 8601, UTC.</summary>
internal static class StatusJson
{
    private const int MostPosts = 50;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, Encoder = JavaScriptEncoder.Default };

    /// <summary>Name of the document → what is in it.</summary>
    public static IReadOnlyDictionary<string, Func<PageView, Words, Uri, object>> Documents { get; } = new Dictionary<string, Func<PageView, Words, Uri, object>>
    {
        ["summary"] = (page, words, root) => new
        {
            Page = Head(page, root),
            Components = Components(page),
            Incidents = page.Open.Select(p => Incident(page, p, root)),
            ScheduledMaintenances = page.Running.Concat(page.Upcoming).Select(p => Maintenance(page, p, root)),
            Status = Status(page, words),
        },
        ["status"] = (page, words, root) => new { Page = Head(page, root), Status = Status(page, words) },
        ["components"] = (page, _, root) => new { Page = Head(page, root), Components = Components(page) },
        ["incidents"] = (page, _, root) => new { Page = Head(page, root), Incidents = Of(page, PostKind.Incident).Select(p => Incident(page, p, root)) },
        ["incidents/unresolved"] = (page, _, root) => new { Page = Head(page, root), Incidents = page.Open.Select(p => Incident(page, p, root)) },
        ["scheduled-maintenances"] = (page, _, root) => new { Page = Head(page, root), ScheduledMaintenances = Of(page, PostKind.Maintenance).Select(p => Maintenance(page, p, root)) },
        ["scheduled-maintenances/upcoming"] = (page, _, root) => new { Page = Head(page, root), ScheduledMaintenances = page.Upcoming.Select(p => Maintenance(page, p, root)) },
        ["scheduled-maintenances/active"] = (page, _, root) => new { Page = Head(page, root), ScheduledMaintenances = page.Running.Select(p => Maintenance(page, p, root)) },
    };

    public static string Write(string document, PageView page, Words words, Uri root) => JsonSerializer.Serialize(Documents[document](page, words, root), Options);

    private static IEnumerable<PostView> Of(PageView page, PostKind kind) => page.Posts.Where(p => p.Kind == kind).Take(MostPosts);

    private static object Head(PageView page, Uri root) => new { Id = Id(page.Id), Name = page.Title, Url = new Uri(root, page.Path).AbsoluteUri, page.TimeZone, UpdatedAt = Time(page.UpdatedAt) };

    private static object Status(PageView page, Words words)
    {
        var overall = Overall.Of(page, words);
        return new { Indicator = overall.Indicator.Code(), Description = overall.Sentence };
    }

    /// <summary>A group is a component of its own, which stands before those that are in it.</summary>
    private static IEnumerable<object> Components(PageView page)
    {
        var position = 0;
        foreach (var group in page.Components.GroupBy(c => c.Group))
        {
            if (group.Key is { } name)
            {
                var first = group.MaxBy(c => c.State)!;
                yield return new
                {
                    Id = GroupId(page, name),
                    Name = name,
                    Status = first.State.Code(),
                    CreatedAt = Time(group.Min(c => c.CreatedAt)),
                    UpdatedAt = Time(group.Max(c => c.UpdatedAt)),
                    Position = ++position,
                    Description = (string?)null,
                    Showcase = false,
                    StartDate = (string?)null,
                    GroupId = (string?)null,
                    PageId = Id(page.Id),
                    Group = true,
                    OnlyShowIfDegraded = false,
                    Components = group.Select(c => Id(c.Id)),
                };
            }
            foreach (var component in group) yield return Component(page, component, ++position);
        }
    }

    private static object Component(PageView page, ComponentView component, int position) => new
    {
        Id = Id(component.Id),
        component.Name,
        Status = component.State.Code(),
        CreatedAt = Time(component.CreatedAt),
        UpdatedAt = Time(component.UpdatedAt),
        Position = position,
        component.Description,
        Showcase = true,
        StartDate = component.CreatedAt.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
        GroupId = component.Group is { } group ? GroupId(page, group) : null,
        PageId = Id(page.Id),
        Group = false,
        OnlyShowIfDegraded = false,
    };

    private static object Incident(PageView page, PostView post, Uri root) => new
    {
        Id = Id(post.Id),
        Name = post.Title,
        Status = post.Status.Code(),
        CreatedAt = Time(post.CreatedAt),
        UpdatedAt = Time(post.UpdatedAt),
        MonitoringAt = Time(post.MonitoringAt),
        ResolvedAt = Time(post.ResolvedAt),
        Impact = post.Impact.Code(),
        Shortlink = Link(page, post, root).AbsoluteUri,
        StartedAt = Time(post.StartedAt),
        PageId = Id(page.Id),
        IncidentUpdates = Updates(post),
        Components = Affected(page, post),
    };

    private static object Maintenance(PageView page, PostView post, Uri root) => new
    {
        Id = Id(post.Id),
        Name = post.Title,
        Status = post.Status.Code(),
        CreatedAt = Time(post.CreatedAt),
        UpdatedAt = Time(post.UpdatedAt),
        MonitoringAt = Time(post.MonitoringAt),
        ResolvedAt = Time(post.ResolvedAt),
        Impact = post.Impact.Code(),
        Shortlink = Link(page, post, root).AbsoluteUri,
        StartedAt = Time(post.StartedAt),
        PageId = Id(page.Id),
        IncidentUpdates = Updates(post),
        Components = Affected(page, post),
        ScheduledFor = Time(post.ScheduledFor),
        ScheduledUntil = Time(post.ScheduledUntil),
    };

    private static IEnumerable<object> Updates(PostView post) => post.Updates.Select(u => new
    {
        Id = Id(u.Id),
        Status = u.Status.Code(),
        u.Body,
        IncidentId = Id(post.Id),
        CreatedAt = Time(u.At),
        UpdatedAt = Time(u.At),
        DisplayAt = Time(u.At),
        AffectedComponents = u.Affected.Select(a => new { Code = Id(a.Id), a.Name, OldStatus = a.Old.Code(), NewStatus = a.New.Code() }),
        DeliverNotifications = u.Notifies,
    });

    /// <summary>Each with the place that it has among all of them.</summary>
    private static IEnumerable<object> Affected(PageView page, PostView post)
    {
        var position = 0;
        foreach (var group in page.Components.GroupBy(c => c.Group))
        {
            if (group.Key is not null) position++;
            foreach (var component in group)
            {
                position++;
                if (post.Components.Contains(component.Id)) yield return Component(page, component, position);
            }
        }
    }

    internal static Uri Link(PageView page, PostView post, Uri root) => new(root, $"/status/{page.Slug}/incidents/{post.Id:N}");

    internal static string Id(Guid id) => id.ToString("N");

    private static string GroupId(PageView page, string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{page.Id:N}/{name}")).AsSpan(0, 16));

    internal static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", System.Globalization.CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? at) => at is { } known ? Time(known) : null;
}
