using System.Globalization;
using System.Security.Claims;
using System.Text;
using OpsPortal.Access;
using OpsPortal.Executions.Api;
using OpsPortal.Incidents.Clocks;
using OpsPortal.Incidents.Guides;
using OpsPortal.Incidents.Images;
using OpsPortal.Incidents.People;
using OpsPortal.Incidents.Reviews;
using OpsPortal.Incidents.Timeline;

namespace OpsPortal.Incidents.Api;

/// <summary>Incidents over HTTP.</summary>
public static class IncidentEndpoints
{
    public static IEndpointRouteBuilder MapIncidents(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/incidents").RequireAuthorization().WithTags("Incidents");
        api.MapGet("", ListAsync).WithSummary("Incidents, newest first");
        api.MapPost("", DeclareAsync).WithSummary("Declare an incident");
        api.MapGet("{number:long}", GetAsync).WithSummary("One incident, with clocks and responders");
        api.MapPatch("{number:long}", DescribeAsync).WithSummary("Title, impact, affected components, kind, runbook in hand; what is left out stays");
        Move(api, "acknowledge", IncidentState.Acknowledged);
        Move(api, "investigate", IncidentState.Investigating);
        Move(api, "mitigate", IncidentState.Mitigated);
        Move(api, "resolve", IncidentState.Resolved);
        Move(api, "reopen", IncidentState.Investigating);
        api.MapPost("{number:long}/notes", (long number, NoteBody body, ClaimsPrincipal user, WriteTimeline write, IncidentQueries incidents, CancellationToken cancellation) => ActAsync(user, incidents, actor =>
            body.Corrects is { } entry ? write.CorrectAsync(actor, number, entry, body.Text ?? "", cancellation) : write.NoteAsync(actor, number, body.Text ?? "", cancellation), cancellation)).WithSummary("Add a note, or correct an entry");
        api.MapPost("{number:long}/links", (long number, LinkBody body, ClaimsPrincipal user, WriteTimeline write, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => write.LinkAsync(actor, number, body.Address ?? "", body.Text, cancellation), cancellation)).WithSummary("Add a link");
        api.MapPost("{number:long}/status", (long number, NoteBody body, ClaimsPrincipal user, WriteTimeline write, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => write.TellStatusAsync(actor, number, body.Text ?? "", cancellation), cancellation)).WithSummary("Tell those outside how it stands");
        api.MapPost("{number:long}/severity", (long number, SeverityBody body, ClaimsPrincipal user, MoveIncident move, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => move.ChangeSeverityAsync(actor, number, body.Severity ?? "", body.Reason, cancellation), cancellation)).WithSummary("Change the severity; its clocks follow");
        api.MapPost("{number:long}/roles", RoleAsync).WithSummary("Join, take or give a role, or leave");
        api.MapPut("{number:long}/timeline/{entry:int}/pin", (long number, int entry, PinBody body, ClaimsPrincipal user, WriteTimeline write, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => write.PinAsync(actor, number, entry, body.Pinned, cancellation), cancellation)).WithSummary("Pin an entry, or take the pin away");
        api.MapGet("{number:long}/timeline", TimelineAsync).WithSummary("Entries after a number; as JSON, Markdown or CSV");
        app.MapReviews();
        api.MapPost("{number:long}/monitor", (long number, MonitorBody body, ClaimsPrincipal user, MonitorIncident monitor, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => monitor.InvokeAsync(actor, number, body.Minutes, cancellation), cancellation)).WithSummary("Monitor for some minutes; 0 ends it");
        api.MapImages();
        api.MapGuide();
        return app;
    }

    private static void Move(IEndpointRouteBuilder api, string verb, IncidentState next) =>
        api.MapPost($"{{number:long}}/{verb}", (long number, MoveBody? body, ClaimsPrincipal user, MoveIncident move, IncidentQueries incidents, CancellationToken cancellation) =>
            ActAsync(user, incidents, actor => move.InvokeAsync(actor, number, next, body?.Note, cancellation), cancellation)).WithSummary($"Say that it is {next.Word()}");

    private static async Task<IResult> ListAsync(bool? open, string? system, string? q, string? cursor, int? limit, IncidentQueries incidents, CancellationToken cancellation)
    {
        long? before = null;
        if (cursor is not null)
        {
            if (!long.TryParse(cursor, CultureInfo.InvariantCulture, out var number)) return Problem.Invalid("This cursor is none of ours; leave it out to begin at the newest.", "cursor").ToHttp();
            before = number;
        }
        var size = Math.Clamp(limit ?? 50, 1, 200);
        var page = await incidents.ListAsync(new(open, system, q, before, size), cancellation);
        return Results.Ok(new IncidentList([.. page.Select(IncidentAnswer.Of)], page.Count == size ? $"{page[^1].Incident.Number}" : null));
    }

    private static async Task<IResult> GetAsync(long number, IncidentQueries incidents, CancellationToken cancellation) =>
        await incidents.FindAsync(number, cancellation) is { } sheet ? Results.Ok(IncidentAnswer.Of(sheet)) : IncidentActs.Missing(number).ToHttp();

    private static async Task<IResult> DeclareAsync(DeclareBody body, HttpRequest http, ClaimsPrincipal user, DeclareIncident declare, IncidentQueries incidents, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        if (body is not { System: { } system, Title: { } title }) return Problem.Invalid("Say which system and what is wrong: {\"system\":\"…\",\"title\":\"…\",\"severity\":\"…\"}.").ToHttp();
        var key = ClickKey.Of(http, actor);
        if (!key.Succeeded) return key.Problem.ToHttp();
        var kind = body.Kind is { } named ? IncidentKinds.Read(named) : IncidentKind.General;
        if (!kind.Succeeded) return kind.Problem.ToHttp();
        var declared = await declare.InvokeAsync(actor, new(system, body.Severity, title, key.Value)
        {
            Environment = body.Environment,
            Components = body.Components ?? [],
            Kind = kind.Value,
            Private = body.Private ?? false,
            Runbook = body.Runbook,
            RunbookPlace = body.RunbookPlace,
            Parameters = body.Parameters ?? [],
        }, cancellation);
        return declared.Succeeded
            ? Results.Created($"/api/v1/incidents/{declared.Value.Number}", IncidentAnswer.Of((await incidents.FindAsync(declared.Value.Number, cancellation))!))
            : declared.Problem.ToHttp();
    }

    private static Task<IResult> DescribeAsync(long number, IncidentFacts facts, ClaimsPrincipal user, WriteTimeline write, IncidentQueries incidents, CancellationToken cancellation) =>
        ActAsync(user, incidents, actor => write.DescribeAsync(actor, number, facts, cancellation), cancellation);

    private static Task<IResult> RoleAsync(long number, RoleBody body, ClaimsPrincipal user, ChangeRoles roles, IncidentQueries incidents, CancellationToken cancellation) => ActAsync(user, incidents, actor =>
        body.Role is null ? roles.LeaveAsync(actor, number, cancellation)
        : Enum.TryParse<IncidentRole>(body.Role, ignoreCase: true, out var role) && Enum.IsDefined(role) ? roles.GiveAsync(actor, number, body.Person ?? actor.Id, role, cancellation)
        : Task.FromResult<Result<Incident>>(actor.MaySomewhere(Permission.RunSteps) is false ? actor.May(Permission.RunSteps)! : Problem.Invalid($"There is no role {body.Role}; roles are {string.Join(", ", Enum.GetValues<IncidentRole>().Select(ChangeRoles.Word))}.", "role")), cancellation);

    private static async Task<IResult> TimelineAsync(long number, int? after, string? kind, string? format, IncidentQueries incidents, CancellationToken cancellation)
    {
        List<TimelineKind> kinds = [];
        foreach (var name in (kind ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (Enum.TryParse<TimelineKind>(name, ignoreCase: true, out var known) && Enum.IsDefined(known)) kinds.Add(known);
            else return Problem.Invalid($"There is no kind {name}; kinds are {string.Join(", ", Enum.GetNames<TimelineKind>())}.", "kind").ToHttp();
        if (await incidents.FindAsync(number, cancellation) is not { } sheet) return IncidentActs.Missing(number).ToHttp();
        if (format is null or "json")
        {
            var entries = (await incidents.TimelineAsync(number, after ?? 0, kinds, cancellation))!;
            return Results.Ok(new TimelineAnswer([.. entries.Select(EntryAnswer.Of)], entries is [.., var last] ? last.Number : after ?? 0, entries.Count < IncidentQueries.MostEntries));
        }
        if (format is not ("markdown" or "csv")) return Problem.Invalid("The format is json, markdown or csv.", "format").ToHttp();
        List<TimelineEntry> all = [];
        while (await incidents.TimelineAsync(number, all is [.., var newest] ? newest.Number : after ?? 0, kinds, cancellation) is { Count: > 0 } more) all.AddRange(more);
        return format == "csv"
            ? Results.File(Encoding.UTF8.GetBytes(TimelineText.Csv(all)), "text/csv; charset=utf-8", $"{sheet.Incident.Name}.csv")
            : Results.File(Encoding.UTF8.GetBytes(TimelineText.Markdown(sheet.Incident, all)), "text/markdown; charset=utf-8", $"{sheet.Incident.Name}.md");
    }

    private static async Task<IResult> ActAsync(ClaimsPrincipal user, IncidentQueries incidents, Func<Actor, Task<Result<Incident>>> act, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var done = await act(actor);
        if (!done.Succeeded) return done.Problem.ToHttp();
        return await incidents.FindAsync(done.Value.Number, cancellation) is { } sheet ? Results.Ok(IncidentAnswer.Of(sheet)) : Results.NoContent();
    }
}
