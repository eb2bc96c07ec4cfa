using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Executions.Api;
using OpsPortal.OnCall.Paging.Policies;
using OpsPortal.OnCall.Paging.Testing;

namespace OpsPortal.OnCall.Paging;

internal static class PagingEndpoints
{
    public static void MapPaging(this IEndpointRouteBuilder app)
    {
        var pages = app.MapGroup("/api/v1/pages").RequireAuthorization().WithTags("On-call");
        pages.MapGet("", async (long? incident, Guid? contact, bool? open, int? limit, PageQueries queries, CancellationToken cancellation) =>
            Results.Ok((await queries.ListAsync(incident, contact, open, limit ?? 50, cancellation)).Select(PageAnswer.Of))).WithSummary("Pages with their attempts, newest first");
        pages.MapPost("{id:long}/acknowledge", async (long id, ClaimsPrincipal user, AcknowledgePage acknowledge, CancellationToken cancellation) =>
            (await acknowledge.InvokeAsync(user.ToActor()!, id, cancellation)).ToHttp(p => Results.Ok(PageAnswer.Of(p)))).WithSummary("Say that one is on it");
        pages.MapGet("why", async (long? incident, Guid? contact, ClaimsPrincipal user, PageQueries queries, CancellationToken cancellation) =>
            (await queries.WhyAsync(user.ToActor()!, incident ?? 0, contact ?? Guid.Empty, cancellation)).ToHttp(why => Results.Ok(new { why }))).WithSummary("Why somebody was paged for an incident, or why not");
        app.MapPost("/api/v1/schedules/{slug}/test", async (string slug, ClaimsPrincipal user, SendTestPage test, CancellationToken cancellation) =>
            (await test.InvokeAsync(user.ToActor()!, slug, cancellation)).ToHttp(p => Results.Accepted(null, PageAnswer.Of(p)))).RequireAuthorization().WithTags("On-call").WithSummary("Page whoever is on call, for trial");

        app.MapPost("/api/v1/incidents/{number:long}/help", async (long number, HelpForm form, HttpRequest http, ClaimsPrincipal user, AskForHelp ask, CancellationToken cancellation) =>
        {
            var (actor, key) = (user.ToActor()!, ClickKey.Of(http, user.ToActor()!));
            return key.Succeeded ? (await ask.InvokeAsync(actor, number, form, key.Value, cancellation)).ToHttp(made => Results.Accepted(null, made.Select(PageAnswer.Of))) : key.Problem.ToHttp();
        }).RequireAuthorization().WithTags("Incidents").WithSummary("Page a schedule, a person, a level of the policy, or the next level, with a reason");

        var tests = app.MapGroup("/api/v1/test-pages").RequireAuthorization().WithTags("On-call");
        tests.MapGet("", async (TestRoutineQueries queries, CancellationToken cancellation) => Results.Ok((await queries.ListAsync(cancellation)).Select(TestPlanAnswer.Of))).WithSummary("Test pages that come by themselves, and what became of the last ones");
        tests.MapPost("", async (TestPlanBody body, ClaimsPrincipal user, PlanTestPages plan, CancellationToken cancellation) =>
            !body.TryRead(out var form, out var wrong) ? wrong.ToHttp()
            : (await plan.AddAsync(user.ToActor()!, form, cancellation)).ToHttp(made => Results.Json(new { made.Id, made.NextAt }, statusCode: 201))).WithSummary("Have test pages sent every day or every week");
        tests.MapDelete("{id:guid}", async (Guid id, ClaimsPrincipal user, PlanTestPages plan, CancellationToken cancellation) =>
            (await plan.RemoveAsync(user.ToActor()!, id, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Send no more of them");

        var policies = app.MapGroup("/api/v1/escalation-policies").RequireAuthorization().WithTags("On-call");
        policies.MapGet("", async (PageQueries queries, CancellationToken cancellation) => Results.Ok((await queries.PoliciesAsync(cancellation)).Select(PolicyAnswer.Of))).WithSummary("Escalation policies");
        policies.MapPost("", async (PolicyForm form, ClaimsPrincipal user, SavePolicy save, CancellationToken cancellation) =>
            (await save.AddAsync(user.ToActor()!, form, cancellation)).ToHttp(p => Results.Created($"/api/v1/escalation-policies/{p.Slug}", PolicyAnswer.Of(p)))).WithSummary("Add an escalation policy");
        policies.MapPatch("{slug}", async (string slug, PolicyForm form, ClaimsPrincipal user, SavePolicy save, CancellationToken cancellation) =>
            (await save.ChangeAsync(user.ToActor()!, slug, form, cancellation)).ToHttp(p => Results.Ok(PolicyAnswer.Of(p)))).WithSummary("Change what is named");
        policies.MapDelete("{slug}", async (string slug, ClaimsPrincipal user, SavePolicy save, CancellationToken cancellation) =>
            (await save.RemoveAsync(user.ToActor()!, slug, cancellation)).ToHttp(_ => Results.NoContent())).WithSummary("Remove an escalation policy");
    }
}

internal sealed record PolicyAnswer(string Slug, string Name, IReadOnlyList<string> Systems, IReadOnlyList<EscalationLevel> Levels, int Repeat, IReadOnlyList<string> LowUrgency, BusinessHours Hours, TimeSpan RemindAfter, int Revision)
{
    public static PolicyAnswer Of(EscalationPolicy p) => new(p.Slug, p.Name, p.Systems, p.Levels, p.Repeat, p.LowUrgency, p.Hours, p.RemindAfter, p.Revision);
}

/// <summary>A page as the API tells it. Addresses are left out, whoever asks.</summary>
internal sealed record PageAnswer(
    long Id, string Kind, long? Incident, Guid Contact, string Name, int Level, int Round, string State, string Because, bool Urgent, DateTimeOffset CreatedAt, DateTimeOffset NotBefore,
    DateTimeOffset? AcknowledgedAt, string? AcknowledgedBy, string? EndedBecause, IReadOnlyList<AttemptAnswer> Attempts)
{
    public static PageAnswer Of(Page p) => new(p.Id, Word(p.Kind), p.Incident, p.ContactId, p.Contact, p.Level, p.Round, Word(p.State), p.Because, p.Urgent, p.CreatedAt, p.NotBefore,
        p.AcknowledgedAt, p.AcknowledgedBy, p.EndedBecause, [.. p.Attempts.Select(a => new AttemptAnswer(Word(a.Kind), Word(a.State), a.DueAt, a.SentAt, a.Tries, a.Reason))]);

    private static string Word<T>(T value) where T : struct, Enum => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName($"{value}");
}

internal sealed record AttemptAnswer(string Method, string State, DateTimeOffset DueAt, DateTimeOffset? SentAt, int Tries, string? Reason);
