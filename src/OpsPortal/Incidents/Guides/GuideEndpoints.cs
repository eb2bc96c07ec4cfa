using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Guides;

/// <summary>The response guide over HTTP.</summary>
internal static class GuideEndpoints
{
    public static void MapGuide(this RouteGroupBuilder api)
    {
        api.MapGet("{number:long}/guide", async (long number, IncidentQueries incidents, TimelineQueries timeline, CancellationToken cancellation) =>
            await incidents.FindAsync(number, cancellation) is { } sheet ? Results.Ok(GuideAnswer.Of(sheet, await timeline.TallyAsync(number, cancellation))) : IncidentActs.Missing(number).ToHttp())
            .WithSummary("The way through this kind of incident, with what is done");

        api.MapPut("{number:long}/guide/{item}", async (long number, string item, GuideBody body, ClaimsPrincipal user, TickGuide tick, IncidentQueries incidents, TimelineQueries timeline, CancellationToken cancellation) =>
        {
            var ticked = await tick.InvokeAsync(user.ToActor()!, number, item, body.Done, cancellation);
            if (!ticked.Succeeded) return ticked.Problem.ToHttp();
            return await incidents.FindAsync(number, cancellation) is { } sheet ? Results.Ok(GuideAnswer.Of(sheet, await timeline.TallyAsync(number, cancellation))) : Results.NoContent();
        }).WithSummary("Tick an item of the guide, or take the tick away");
    }
}

internal sealed record GuideBody(bool Done);

/// <param name="Suggested">The kind of which the incident's words speak; null where that is the one it has.</param>
internal sealed record GuideAnswer(string Kind, string? Suggested, IReadOnlyList<PhaseAnswer> Phases)
{
    public static GuideAnswer Of(IncidentSheet sheet, IReadOnlyDictionary<TimelineKind, int> tally) => new(
        sheet.Incident.Kind.Name(), IncidentKinds.Suggest(sheet.Incident.Title, sheet.Incident.Parameters) is var suggested && suggested != IncidentKind.General && suggested != sheet.Incident.Kind ? suggested.Name() : null,
        [.. ResponseGuide.Of(sheet, tally).Select(p => new PhaseAnswer(p.Name, [.. p.Items.Select(i => new ItemAnswer(i.Key, i.Says, i.Done, i.Happened, i.Tick?.By, i.Tick?.At))]))]);
}

internal sealed record PhaseAnswer(string Name, IReadOnlyList<ItemAnswer> Items);

/// <param name="Happened">What shows that it is done, where no person has to say so.</param>
internal sealed record ItemAnswer(string Item, string Says, bool Done, string? Happened, string? By, DateTimeOffset? At);
