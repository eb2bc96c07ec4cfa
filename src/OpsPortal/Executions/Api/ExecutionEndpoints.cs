using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions.Nodes;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Api;

/// <summary>Executions over HTTP.</summary>
public static class ExecutionEndpoints
{
    public static IEndpointRouteBuilder MapExecutions(this IEndpointRouteBuilder app)
    {
        var executions = app.MapGroup("/api/v1/executions").RequireAuthorization().WithTags("Executions");
        executions.MapPost("", PostAsync);
        executions.MapGet("", ListAsync);
        executions.MapGet("{id:long}", GetAsync);
        executions.MapGet("{id:long}/output", OutputEndpoint.GetAsync);
        executions.MapPost("{id:long}/cancel", CancelAsync);
        executions.MapOutcomes();
        app.MapChanges();
        app.MapNodes();
        app.MapHub<OperationsHub>(OperationsHub.Path);
        return app;
    }

    private static async Task<IResult> PostAsync(ExecutionBody body, HttpRequest http, ClaimsPrincipal user, RequestExecution request, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        if (body is not { Runbook: { } runbook, Step: { } step, Environment: { } environment })
            return Problem.Invalid("Say which runbook, step and environment: {\"runbook\":\"…\",\"step\":\"…\",\"environment\":\"…\",\"parameters\":{}}.").ToHttp();
        var key = ClickKey.Of(http, actor);
        if (!key.Succeeded) return key.Problem.ToHttp();
        var result = await request.InvokeAsync(
            actor, new(runbook, step, environment, body.Parameters ?? [], key.Value) { Run = body.Run, Incident = body.Incident, Maintenance = body.Maintenance, MaintenanceItem = body.MaintenanceItem, PlanHash = body.PlanHash, BreakGlass = body.BreakGlass }, cancellation);
        return result.Succeeded
            ? Results.Created($"/api/v1/executions/{result.Value.Id}", ExecutionAnswer.Of(result.Value))
            : result.Problem.ToHttp();
    }

    private static async Task<IResult> ListAsync(
        string? state, string? environment, string? runbook, bool? mine, string? cursor, int? limit,
        ClaimsPrincipal user, ExecutionQueries queries, IDbContextFactory<OpsPortalDbContext> contexts, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        ExecutionState? known = null;
        if (state is not null)
        {
            if (!Enum.TryParse<ExecutionState>(state, ignoreCase: true, out var named))
                return Problem.Invalid($"There is no state \"{state}\". States are {string.Join(", ", Enum.GetNames<ExecutionState>())}.", "state").ToHttp();
            known = named;
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        Guid? environmentId = environment is null ? null
            : await db.Environments.Where(e => e.Name == environment && e.RemovedAt == null).Select(e => e.Id).FirstOrDefaultAsync(cancellation);
        Guid? runbookId = runbook is null ? null : await db.Runbooks.Where(r => r.Slug == runbook).Select(r => r.Id).FirstOrDefaultAsync(cancellation);
        var page = await queries.RecentAsync(new(known, runbookId, environmentId, mine == true ? actor.Id : null, cursor, limit ?? 50), cancellation);
        return Results.Ok(new ExecutionList([.. page.Items.Select(ExecutionAnswer.Of)], page.NextCursor));
    }

    private static async Task<IResult> GetAsync(long id, ExecutionQueries queries, CancellationToken cancellation) =>
        await queries.GetAsync(id, cancellation) is { } execution
            ? Results.Ok(ExecutionAnswer.Of(execution))
            : Problem.NotFound($"There is no execution {id}.").ToHttp();

    private static async Task<IResult> CancelAsync(long id, ClaimsPrincipal user, CancelExecution cancel, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var result = await cancel.InvokeAsync(actor, id, cancellation);
        return result.Succeeded ? Results.Ok(ExecutionAnswer.Of(result.Value)) : result.Problem.ToHttp();
    }
}
