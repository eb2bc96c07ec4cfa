using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;

namespace OpsPortal.StatusPage.Managing;

/// <summary>A statement while somebody writes it.</summary>
public sealed class PublishDraft
{
    public PublicPost? Post { get; init; }
    public string Title { get; set; } = "";
    public PostStatus Status { get; set; }
    public string Body { get; set; } = "";
    public Dictionary<Guid, ComponentState> States { get; init; } = [];
    public bool Maintenance { get; init; }

    /// <summary>As <c>input type=datetime-local</c> has it, by the page's clock.</summary>
    public string From { get; set; } = "";
    public string Until { get; set; } = "";
    public bool FollowsPlan { get; set; } = true;
    public bool Notify { get; set; } = true;

    /// <summary>What it rests on.</summary>
    public StatusProposal? Proposal { get; init; }

    /// <summary>The click: however often it is sent, one post comes of it.</summary>
    public string Key { get; } = $"{Guid.NewGuid():N}";

    /// <summary>From what facts propose; the words stay with the person.</summary>
    public static PublishDraft Of(StatusProposal proposal, PublicPost? post) => new()
    {
        Post = post,
        Proposal = proposal,
        Title = post?.Title ?? "",
        Status = proposal.State == ComponentState.Operational ? PostStatus.Resolved : post?.Status is { } known && !known.IsOver() ? known : PostStatus.Investigating,
        States = proposal.ComponentId is { } id ? new() { [id] = proposal.State } : [],
    };

    public StatementForm ToForm(PublicPage page)
    {
        var (from, until) = Maintenance && Post is null ? (OnCall.Pages.ZoneText.Read(page.Zone, From), OnCall.Pages.ZoneText.Read(page.Zone, Until)) : (null, null);
        return new()
        {
            Post = Post?.Id,
            Title = Title,
            Status = Status,
            Body = Body,
            States = Maintenance && Status == PostStatus.Scheduled ? new Dictionary<Guid, ComponentState>() : States,
            Components = Maintenance ? [.. States.Keys] : [],
            ScheduledFor = from,
            ScheduledUntil = until,
            FollowsPlan = FollowsPlan,
            Incident = Number("incident:"),
            Maintenance = Number("maintenance:"),
            Notify = Notify,
            Key = Key,
        };
    }

    /// <summary>Of what the proposal comes from, where that is of this kind.</summary>
    private long? Number(string kind) => Post is null && Proposal?.Source is { } source && source.StartsWith(kind, StringComparison.Ordinal) && long.TryParse(source[kind.Length..], out var number) ? number : null;
}
