using Microsoft.AspNetCore.Components;
using OpsPortal.Access;
using OpsPortal.StatusPage.Pages;
using OpsPortal.StatusPage.Posts;
using OpsPortal.StatusPage.Sources;

namespace OpsPortal.StatusPage.Managing;

/// <summary>One status page from inside.</summary>
public sealed partial class StatusPagePage
{
    private PageSheet? sheet;
    private PublishDraft? draft;
    private string? link, refusal;
    private bool missing, mayPublish, mayWrite, editing, arranging, removing;
    private Actor? actor;

    [Parameter] public string Slug { get; set; } = "";

    protected override Task OnParametersSetAsync() => sheet?.Page.Slug == Slug ? Task.CompletedTask : ReadAsync();

    private async Task ReadAsync()
    {
        actor = await Workplace.ActorAsync();
        (mayPublish, mayWrite) = (actor.MaySomewhere(Permission.RunSteps), actor.May(Permission.Write) is null);
        sheet = await Queries.FindAsync(Slug, default);
        missing = sheet is null;
    }

    private void GoOn(PublicPost post) => draft = new()
    {
        Post = post,
        Title = post.Title,
        Status = post.Status,
        Maintenance = post.Kind == PostKind.Maintenance,
        States = sheet!.Components.Where(c => post.Components.Contains(c.Id)).ToDictionary(c => c.Id, c => c.State),
    };

    /// <summary>The post of the same source is gone on with, if there is one.</summary>
    private void Answer(StatusProposal proposal)
    {
        var post = sheet!.Posts.FirstOrDefault(p => p.Source == proposal.Source);
        draft = proposal is { PlannedFrom: { } from, PlannedUntil: { } until }
            ? new()
            {
                Maintenance = true,
                Status = PostStatus.Scheduled,
                Proposal = proposal,
                From = OnCall.Pages.ZoneText.Field(sheet.Page.Zone, from),
                Until = OnCall.Pages.ZoneText.Field(sheet.Page.Zone, until),
                States = sheet.Components.Where(c => c.System == proposal.System).ToDictionary(c => c.Id, _ => ComponentState.UnderMaintenance),
            }
            : PublishDraft.Of(proposal, post);
    }

    private async Task DismissAsync(StatusProposal proposal)
    {
        var done = await Decide.DismissAsync(actor!, proposal.Id, default);
        if (done.Succeeded) Toasts.Done($"Dismissed: {About(proposal)}.");
        else Toasts.Refused(done.Problem.Detail);
        await ReadAsync();
    }

    private async Task PublishedAsync(PostUpdate update)
    {
        if (draft?.Proposal is { ComponentId: null } planned) await Decide.DismissAsync(actor!, planned.Id, default);
        draft = null;
        Toasts.Done($"Published on {sheet!.Page.Title}.");
        await ReadAsync();
    }

    private async Task SavedAsync(SavedPage saved)
    {
        editing = false;
        link = saved.Secret is { } secret ? $"/status/{saved.Page.Slug}?key={secret}" : null;
        await ReadAsync();
    }

    private async Task ArrangedAsync()
    {
        arranging = false;
        await ReadAsync();
    }

    private async Task RemoveAsync()
    {
        var removed = await Save.RemoveAsync(actor!, Slug, default);
        refusal = removed.Problem?.Detail;
        if (removed.Succeeded) Navigation.NavigateTo("/status-pages");
    }

    private string About(StatusProposal proposal) => proposal is { PlannedFrom: { } from }
        ? $"Maintenance of {proposal.System}, {OnCall.Pages.ZoneText.Of(sheet!.Page.Zone, from)}"
        : $"{sheet!.Components.FirstOrDefault(c => c.Id == proposal.ComponentId)?.Name ?? proposal.System}: {ComponentBadge.Word(proposal.State)}";

    private static string Detail(PageComponent component) => string.Join(" · ", new[] { component.Group, component.Description, component.DependsOn.Count > 0 ? $"needs {string.Join(", ", component.DependsOn)}" : null,
        component.System is null ? "only people say how it is" : $"facts of {component.System}{(component.Fact is null ? "" : $", {component.Fact}")}" }.OfType<string>());

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
