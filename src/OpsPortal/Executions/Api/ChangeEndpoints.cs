using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions.Approvals;
using OpsPortal.Executions.Plans;
using OpsPortal.Executions.Reverts;
using OpsPortal.Executions.Verification;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Api;

/// <summary>Previews, approvals and reverts over HTTP.</summary>
internal static class ChangeEndpoints
{
    public static void MapChanges(this IEndpointRouteBuilder app)
    {
        app.MapPost("/api/v1/previews", async (PreviewBody body, ClaimsPrincipal user, PreviewStep preview, CancellationToken cancellation) =>
            user.ToActor() is not { } actor ? Results.Unauthorized()
            : body.Revert is { } execution ? (await preview.RevertAsync(actor, execution, cancellation)).ToHttp(plan => Results.Ok(PlanAnswer.Of(plan)))
            : body is { Runbook: { } runbook, Step: { } step, Environment: { } environment }
                ? (await preview.InvokeAsync(actor, new(runbook, step, environment, body.Parameters ?? [], $"{Guid.NewGuid():N}"), cancellation)).ToHttp(plan => Results.Ok(PlanAnswer.Of(plan)))
                : Problem.Invalid("Say which runbook, step and environment, or which execution to put back: {\"revert\":812}.").ToHttp())
            .RequireAuthorization().WithTags("Executions").WithSummary("What a change would do, and the hash to confirm it with");

        var execution = app.MapGroup("/api/v1/executions/{id:long}").RequireAuthorization().WithTags("Executions");
        execution.MapPost("approve", async (long id, DecisionBody body, ClaimsPrincipal user, DecideExecution decide, CancellationToken cancellation) =>
            user.ToActor() is { } actor ? Told(await decide.ApproveAsync(actor, id, body.PlanHash, body.Comment, cancellation)) : Results.Unauthorized());
        execution.MapPost("reject", async (long id, DecisionBody body, ClaimsPrincipal user, DecideExecution decide, CancellationToken cancellation) =>
            user.ToActor() is { } actor ? Told(await decide.RejectAsync(actor, id, body.Reason, cancellation)) : Results.Unauthorized());
        execution.MapPost("settle", async (long id, SettleBody body, ClaimsPrincipal user, SettleOutcome settle, CancellationToken cancellation) =>
            user.ToActor() is { } actor ? Told(await settle.InvokeAsync(actor, id, body.Happened, body.Note, cancellation)) : Results.Unauthorized())
            .WithSummary("Say what became of a change whose outcome is unknown");
        execution.MapPost("revert", async (long id, DecisionBody body, HttpRequest http, ClaimsPrincipal user, RevertExecution revert, CancellationToken cancellation) =>
        {
            if (user.ToActor() is not { } actor) return Results.Unauthorized();
            var key = ClickKey.Of(http, actor);
            return !key.Succeeded ? key.Problem.ToHttp() : (await revert.InvokeAsync(actor, id, body.PlanHash, body.BreakGlass, key.Value, cancellation))
                .ToHttp(made => Results.Created($"/api/v1/executions/{made.Id}", ExecutionAnswer.Of(made)));
        });
        execution.MapGet("plan", async (long id, PlanContract contract, CancellationToken cancellation) =>
            await contract.PlanOfAsync(id, cancellation) is { } plan ? Results.Ok(PlanAnswer.Of(plan)) : Problem.NotFound($"Exec {id} came of no plan.").ToHttp());
        execution.MapGet("change", async (long id, KeptChanges kept, CancellationToken cancellation) =>
            await kept.OfAsync(id, cancellation) is { } change ? Results.Ok(new { change.Changes, change.Reversal }) : Problem.NotFound($"Exec {id} kept no change.").ToHttp());
    }

    private static IResult Told(Result<Execution> result) => result.ToHttp(execution => Results.Ok(ExecutionAnswer.Of(execution)));
}

/// <summary>The click's own key, from <c>Idempotency-Key</c>; a caller without one gets a new one each time.</summary>
internal static class ClickKey
{
    public static Result<string> Of(HttpRequest http, Actor actor) =>
        http.Headers["Idempotency-Key"].ToString() is not { Length: > 0 } given ? $"{Guid.NewGuid():N}"
        : given.Length > 255 ? Problem.Invalid("The Idempotency-Key is too long; use at most 255 characters.")
        : $"{actor.Id:N}:{given}";
}

/// <summary>What <c>POST /api/v1/previews</c> takes: a step, or the execution to put back.</summary>
public sealed record PreviewBody(string? Runbook, string? Step, string? Environment, Dictionary<string, string>? Parameters, long? Revert);

public sealed record DecisionBody(string? PlanHash, string? Comment, string? Reason, string? BreakGlass);

public sealed record SettleBody(bool Happened, string? Note);

/// <summary>A plan as the API tells it.</summary>
/// <param name="Permitted">Null where the target was not asked.</param>
/// <param name="NeedsApproval">A second person has to say yes.</param>
public sealed record PlanAnswer(Guid Plan, string Hash, string Risk, string Sentence, bool? Permitted, bool NeedsApproval, DateTimeOffset ExpiresAt)
{
    public IReadOnlyList<string> Effects { get; init; } = [];
    public IReadOnlyList<string> Warnings { get; init; } = [];
    public IReadOnlyList<string> Conflicts { get; init; } = [];
    public IReadOnlyList<ObjectChange> Changes { get; init; } = [];
    public IReadOnlyList<PlannedRequest> Requests { get; init; } = [];
    public IReadOnlyList<Precondition> Preconditions { get; init; } = [];
    public string? Permission { get; init; }
    public string? Unavailable { get; init; }
    public string? Refusal { get; init; }
    public string? Frozen { get; init; }
    public required Reversal Reversal { get; init; }

    public static PlanAnswer Of(Plan plan) => new(
        plan.Id, plan.Hash, $"{plan.Risk}".ToLowerInvariant(), plan.Sentence, plan.Preview.Permission?.Allowed, plan.Gate == Gate.SecondPerson, plan.ExpiresAt)
    {
        Effects = plan.Preview.Effects,
        Warnings = plan.Preview.Warnings,
        Conflicts = plan.Conflicts,
        Changes = plan.Preview.Changes,
        Requests = plan.Preview.Requests,
        Preconditions = plan.Preview.Preconditions,
        Permission = plan.Preview.Permission?.Sentence,
        Unavailable = plan.Preview.Unavailable,
        Refusal = plan.Preview.Refusal,
        Frozen = plan.Frozen,
        Reversal = plan.Preview.Reversal,
    };
}
