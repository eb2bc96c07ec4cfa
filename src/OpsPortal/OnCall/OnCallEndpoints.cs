using OpsPortal.Access;
using OpsPortal.OnCall.Arranging;
using OpsPortal.OnCall.Calendars;
using OpsPortal.OnCall.Contacts;
using OpsPortal.OnCall.Paging;

namespace OpsPortal.OnCall;

internal static class OnCallEndpoints
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    public static void MapOnCall(this IEndpointRouteBuilder app)
    {
        app.MapPaging();
        var api = app.MapGroup("/api/v1").WithTags("On-call");

        api.MapGet("/oncall", async (string? schedule, DateTimeOffset? at, HttpContext context, OnCallQueries queries, TimeProvider time, CancellationToken cancellation) =>
        {
            var found = await queries.SchedulesAsync(context.User.ToActor()!, cancellation);
            if (!found.Succeeded) return found.Problem.ToHttp();
            var wanted = found.Value.Where(v => schedule is null || v.Entity.Slug == schedule).ToList();
            if (schedule is not null && wanted.Count == 0) return ScheduleGuard.Missing(schedule).ToHttp();
            var moment = (at ?? time.GetUtcNow()).ToUniversalTime();
            return Results.Ok(new { at = moment, schedules = wanted.Select(v => OnCallJson.Of(v.Who(moment))) });
        }).WithSummary("Who is on call, now or at a time, in one schedule or in all");

        var schedules = api.MapGroup("/schedules");
        schedules.MapGet("/", async (HttpContext context, OnCallQueries queries, CancellationToken cancellation) =>
            (await queries.SchedulesAsync(context.User.ToActor()!, cancellation)).ToHttp(all => Results.Ok(all.Select(OnCallJson.Of))))
            .WithSummary("Schedules with their layers, the lowest first");

        schedules.MapPost("/", async (ScheduleBody body, HttpContext context, SaveSchedule save, OnCallQueries queries, CancellationToken cancellation) =>
        {
            var actor = context.User.ToActor()!;
            if (ScheduleGuard.Refuse(actor) is { } refused) return refused.ToHttp();
            var form = body.ToForm();
            if (!form.Succeeded) return form.Problem.ToHttp();
            var saved = await save.AddAsync(actor, form.Value, cancellation);
            return saved.Succeeded ? await ShowAsync(actor, saved.Value.Slug, context, queries, 201, cancellation) : saved.Problem.ToHttp();
        }).WithSummary("Add a schedule");

        schedules.MapGet("/{slug}", (string slug, HttpContext context, OnCallQueries queries, CancellationToken cancellation) => ShowAsync(context.User.ToActor()!, slug, context, queries, 200, cancellation))
            .WithSummary("One schedule, with its ETag");

        schedules.MapPatch("/{slug}", async (string slug, ScheduleBody body, HttpContext context, SaveSchedule save, OnCallQueries queries, CancellationToken cancellation) =>
        {
            var actor = context.User.ToActor()!;
            if (ScheduleGuard.Refuse(actor) is { } refused) return refused.ToHttp();
            var form = body.ToForm();
            if (!form.Succeeded) return form.Problem.ToHttp();
            var tag = context.Request.Headers.IfMatch.ToString().Trim();
            if (tag is not ("" or "*") && !int.TryParse(tag.Trim('"'), out _)) return Stale($"{tag} is no ETag of a schedule; read it again and send the ETag that comes with it.");
            var saved = await save.ChangeAsync(actor, slug, form.Value with { Revision = int.TryParse(tag.Trim('"'), out var seen) ? seen : null }, cancellation);
            return saved.Succeeded ? await ShowAsync(actor, slug, context, queries, 200, cancellation)
                : saved.Problem.Field == SaveSchedule.RevisionField ? Stale(saved.Problem.Detail) : saved.Problem.ToHttp();
        }).WithSummary("Change what is named, from now on. If-Match refuses what is not seen");

        schedules.MapDelete("/{slug}", async (string slug, HttpContext context, SaveSchedule save, CancellationToken cancellation) =>
            (await save.RemoveAsync(context.User.ToActor()!, slug, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Remove a schedule");

        schedules.MapGet("/{slug}/shifts", async (string slug, DateTimeOffset? from, DateTimeOffset? to, HttpContext context, OnCallQueries queries, TimeProvider time, CancellationToken cancellation) =>
        {
            var found = await queries.ScheduleAsync(context.User.ToActor()!, slug, cancellation);
            if (!found.Succeeded) return found.Problem.ToHttp();
            var start = (from ?? time.GetUtcNow()).ToUniversalTime();
            var end = (to ?? start.AddDays(14)).ToUniversalTime();
            return end <= start || end - start > Longest
                ? Problem.Invalid($"Ask for a time that ends after it begins and lasts at most {Longest.TotalDays:0} days.", "to").ToHttp()
                : Results.Ok(OnCallJson.Of(found.Value, found.Value.Schedule.Shifts(start, end)));
        }).WithSummary("Shifts, shadows and gaps of a time; two weeks from now without one");

        schedules.MapPost("/{slug}/overrides", async (string slug, OverrideForm body, HttpContext context, OverrideShift stand, CancellationToken cancellation) =>
            (await stand.InvokeAsync(context.User.ToActor()!, slug, body, cancellation)).ToHttp(made => Results.Json(OnCallJson.Of(made), statusCode: 201)))
            .WithSummary("Put somebody in for a while");

        schedules.MapDelete("/{slug}/overrides/{id:guid}", async (string slug, Guid id, HttpContext context, OverrideShift stand, CancellationToken cancellation) =>
            (await stand.RemoveAsync(context.User.ToActor()!, slug, id, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Take an override back; of a swap both halves");

        schedules.MapPost("/{slug}/swaps", async (string slug, SwapForm body, HttpContext context, SwapShifts swap, CancellationToken cancellation) =>
            (await swap.InvokeAsync(context.User.ToActor()!, slug, body, cancellation)).ToHttp(halves => Results.Json(halves.Select(OnCallJson.Of), statusCode: 201)))
            .WithSummary("Swap two shifts, each named by an instant of it");

        api.MapContacts();
        app.MapCalendars();
    }

    private static async Task<IResult> ShowAsync(Actor actor, string slug, HttpContext context, OnCallQueries queries, int status, CancellationToken cancellation)
    {
        var found = await queries.ScheduleAsync(actor, slug, cancellation);
        if (!found.Succeeded) return found.Problem.ToHttp();
        context.Response.Headers.ETag = $"\"{found.Value.Entity.Revision}\"";
        return Results.Json(OnCallJson.Of(found.Value), statusCode: status);
    }

    private static IResult Stale(string detail) => Results.Problem(detail, statusCode: StatusCodes.Status412PreconditionFailed, title: "Changed meanwhile");
}
