using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;

namespace OpsPortal.StatusPage.Managing;

/// <summary>A page as the API takes it; what is left out stays.</summary>
public sealed record PageBody(string? Title, string? Description, string? Audience, bool? IsDefault, string? Accent, string? TimeZone, string? Language, bool? PublishesByRule, string? Slug, bool NewLink = false)
{
    internal Result<PageForm> ToForm()
    {
        PageAudience? audience = null;
        if (Audience is not null)
        {
            if (!Enum.TryParse<PageAudience>(Audience, ignoreCase: true, out var known) || !Enum.IsDefined(known)) return Problem.Invalid($"The audience is everybody, signedIn or link, not {Audience}.", "audience");
            audience = known;
        }
        return new PageForm(Title, Description, audience, IsDefault, Accent, TimeZone, Language, PublishesByRule, Slug, NewLink);
    }
}

public sealed record ComponentBody(Guid? Id, string? Name, string? Description, string? Group, IReadOnlyList<string>? DependsOn, string? System, string? Fact);

/// <summary>All of them in their order.</summary>
public sealed record ComponentsBody(IReadOnlyList<ComponentBody>? Components);

/// <summary>A statement as the API takes it. States by id of the component: <c>{"…":"partial_outage"}</c>.</summary>
public sealed record PostBody(Guid? Post, string? Title, string? Status, string? Body, Dictionary<string, string>? States, DateTimeOffset? ScheduledFor, DateTimeOffset? ScheduledUntil,
    bool? FollowsPlan, IReadOnlyList<Guid>? Components, long? Incident, long? Maintenance, bool? Notify)
{
    internal Result<StatementForm> ToForm(string key)
    {
        if (PostRules.Status(Status ?? (ScheduledFor is null ? "investigating" : "scheduled")) is not { } status) return Problem.Invalid($"There is no status {Status}; statuses are {string.Join(", ", Enum.GetValues<PostStatus>().Select(s => s.Code()))}.", "status");
        Dictionary<Guid, ComponentState> states = [];
        foreach (var (id, code) in States ?? [])
            if (Guid.TryParse(id, out var component) && PostRules.State(code) is { } state) states[component] = state;
            else return Problem.Invalid($"\"{id}\": \"{code}\" is no state of a component; states are {string.Join(", ", Enum.GetValues<ComponentState>().Select(s => s.Code()))}.", "states");
        return new StatementForm
        {
            Post = Post,
            Title = Title,
            Status = status,
            Body = Body ?? "",
            States = states,
            ScheduledFor = ScheduledFor?.ToUniversalTime(),
            ScheduledUntil = ScheduledUntil?.ToUniversalTime(),
            FollowsPlan = FollowsPlan ?? true,
            Components = Components ?? [],
            Incident = Incident,
            Maintenance = Maintenance,
            Notify = Notify ?? true,
            Key = key,
        };
    }
}

/// <summary>Shapes of answers.</summary>
internal static class StatusAnswers
{
    public static object Of(PageSheet sheet) => new
    {
        sheet.Page.Id,
        sheet.Page.Slug,
        sheet.Page.Title,
        sheet.Page.Description,
        Audience = System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{sheet.Page.Audience}"),
        sheet.Page.IsDefault,
        sheet.Page.Accent,
        sheet.Page.TimeZone,
        sheet.Page.Language,
        sheet.Page.PublishesByRule,
        Logo = sheet.Page.LogoType,
        sheet.Subscribers,
        sheet.Page.UpdatedAt,
        Components = sheet.Components.Select(c => new { c.Id, c.Name, c.Description, c.Group, c.DependsOn, c.System, c.Fact, State = c.State.Code(), c.Since }),
        Proposals = sheet.Proposals.Select(Of),
    };

    public static object Of(StatusProposal proposal) => new
    {
        proposal.Id,
        Component = proposal.ComponentId,
        proposal.System,
        State = proposal.State.Code(),
        proposal.Source,
        proposal.Text,
        proposal.Evidence,
        proposal.PlannedFrom,
        proposal.PlannedUntil,
        proposal.CreatedAt,
        Outcome = proposal.Outcome.ToString().ToLowerInvariant(),
    };

    public static object Of(PostUpdate update) => new
    {
        update.Id,
        Post = update.PostId,
        update.Post?.Title,
        Status = update.Status.Code(),
        update.Body,
        update.At,
        update.Number,
        update.By,
        Affected = update.Affected.Select(a => new { a.Id, a.Name, Old = a.Old.Code(), New = a.New.Code() }),
    };
}
