using System.Security.Claims;
using System.Text.Json;
using OpsPortal.Access;
using OpsPortal.Executions.Api;

namespace OpsPortal.Schedules;

/// <summary>Schedules of steps over HTTP. (Schedules of people on call are under <c>/api/v1/schedules</c>.)</summary>
internal static class ScheduleEndpoints
{
    public static void MapSchedules(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/run-schedules").RequireAuthorization().WithTags("Schedules");
        api.MapGet("", async (string? runbook, ScheduleQueries queries, CancellationToken cancellation) =>
            Results.Ok(new { items = (await queries.ListAsync(runbook, cancellation)).Select(l => ScheduleAnswer.Of(l.Schedule, l.Last)) })).WithSummary("What runs by the calendar, the next one first");
        api.MapPost("", async (ScheduleForm form, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
            (await arrange.AddAsync(user.ToActor()!, form, cancellation)).ToHttp(s => Results.Created($"/api/v1/run-schedules/{s.Id}", new { s.Id, s.Name, s.NextAt }))).WithSummary("Put a step, the checks of a section, or a rehearsal on the calendar");
        api.MapGet("preview", (string? rule, DateTime? start, string? timeZone, TimeProvider time) =>
            Timing.Read(rule, start, timeZone, time.GetUtcNow()).ToHttp(t => Results.Ok(new { t.Rule, sentence = t.Times.Sentence, next = t.Times.Following(time.GetUtcNow(), 10) }))).WithSummary("What a rule means, and its next ten times");
        api.MapGet("{id:long}", async (long id, HttpContext context, ScheduleQueries queries, CancellationToken cancellation) =>
        {
            var found = await queries.FindAsync(context.User.ToActor()!, id, cancellation);
            if (found.Succeeded) context.Response.Headers.ETag = $"\"{found.Value.Schedule.Revision}\"";
            return found.ToHttp(d => Results.Ok(new { schedule = ScheduleAnswer.Of(d.Schedule, null), approval = d.Approval, history = d.Firings.Select(FiringAnswer.Of) }));
        }).WithSummary("One schedule with its history, and its ETag");
        api.MapPatch("{id:long}", async (long id, ScheduleForm form, HttpRequest http, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
        {
            var tag = http.Headers.IfMatch.ToString().Trim('"');
            if (tag is not ("" or "*") && !int.TryParse(tag, out _)) return Problem.Moved($"{tag} is no ETag of a schedule; read it again and send the ETag that comes with it.").ToHttp();
            var changed = await arrange.ChangeAsync(user.ToActor()!, id, int.TryParse(tag, out var seen) ? form with { Revision = seen } : form, cancellation);
            return changed is { Succeeded: false, Problem.Field: "revision" } ? Problem.Moved(changed.Problem.Detail).ToHttp() : changed.ToHttp(s => Results.Ok(ScheduleAnswer.Of(s, null)));
        }).WithSummary("Change what is named. If-Match refuses what is not seen");
        api.MapDelete("{id:long}", async (long id, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
            (await arrange.RemoveAsync(user.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Take it off the calendar");
        api.MapPost("{id:long}/pause", async (long id, ReasonBody body, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
            (await arrange.PauseAsync(user.ToActor()!, id, body.Reason, cancellation)).ToHttp(s => Results.Ok(ScheduleAnswer.Of(s, null))));
        api.MapPost("{id:long}/resume", async (long id, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
            (await arrange.ResumeAsync(user.ToActor()!, id, cancellation)).ToHttp(s => Results.Ok(ScheduleAnswer.Of(s, null))));
        api.MapPost("{id:long}/run", async (long id, HttpRequest http, ClaimsPrincipal user, ArrangeSchedule arrange, CancellationToken cancellation) =>
        {
            var key = ClickKey.Of(http, user.ToActor()!);
            return key.Succeeded ? (await arrange.RunAsync(user.ToActor()!, id, key.Value, cancellation)).ToHttp(f => Results.Accepted($"/api/v1/run-schedules/{id}", FiringAnswer.Of(f))) : key.Problem.ToHttp();
        }).WithSummary("Run it once now, on behalf of its owner");
        api.MapPost("{id:long}/approve", async (long id, StandingBody body, ClaimsPrincipal user, ApproveSchedule approve, CancellationToken cancellation) =>
            (await approve.ApproveAsync(user.ToActor()!, id, body.Hash, body.Days ?? 30, body.Comment, cancellation)).ToHttp(a => Results.Ok(a))).WithSummary("Approve its change for some time");
        api.MapPost("{id:long}/revoke", async (long id, ReasonBody body, ClaimsPrincipal user, ApproveSchedule approve, CancellationToken cancellation) =>
            (await approve.RevokeAsync(user.ToActor()!, id, body.Reason, cancellation)).ToHttp(s => Results.Ok(ScheduleAnswer.Of(s, null)))).WithSummary("Take the standing approval back");
    }
}

internal sealed record ReasonBody(string? Reason);

internal sealed record StandingBody(string? Hash, int? Days, string? Comment);

/// <summary>A schedule as the API tells it. Secret values are left out.</summary>
internal sealed record ScheduleAnswer(
    long Id, string Name, string Kind, string? Runbook, string? Part, string PartTitle, string System, string? Environment, string Rule, DateTime Start, string TimeZone, string Sentence,
    IReadOnlyDictionary<string, string> Parameters, string Missed, string Overlap, string Owner, DateTimeOffset? NextAt, DateTimeOffset? PausedAt, string? PausedBy, string? PauseReason, int Revision, FiringAnswer? Last)
{
    public static ScheduleAnswer Of(RunSchedule s, Firing? last) => new(s.Id, s.Name, Word(s.Kind), s.Runbook?.Slug, s.Part, s.PartTitle, s.System, s.Environment?.Name, s.Rule, s.Start, s.TimeZone, s.Times().Sentence,
        s.Parameters, Word(s.Missed), Word(s.Overlap), s.Owner, s.NextAt, s.PausedAt, s.PausedBy, s.PauseReason, s.Revision, last is null ? null : FiringAnswer.Of(last));

    internal static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}

internal sealed record FiringAnswer(Guid Id, DateTimeOffset DueAt, string State, string Reason, string? AskedBy, IReadOnlyList<long> Executions, long? Rehearsal, DateTimeOffset? FinishedAt, string? Told)
{
    public static FiringAnswer Of(Firing f) => new(f.Id, f.DueAt, ScheduleAnswer.Word(f.State), f.Reason, f.AskedBy, f.Executions, f.Rehearsal, f.FinishedAt, f.Told);
}
