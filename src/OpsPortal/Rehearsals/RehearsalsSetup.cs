using System.Security.Claims;
using System.Text.Json;
using OpsPortal.Access;
using OpsPortal.Executions.Api;
using OpsPortal.Frame;
using OpsPortal.Schedules;
using OpsPortal.Storage;

namespace OpsPortal.Rehearsals;

public static class RehearsalsSetup
{
    public static IServiceCollection AddRehearsals(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<RequestRehearsal>().AddSingleton<TendRehearsals>().AddSingleton<RehearsalQueries>().AddSingleton<IRehearsalReader>(s => s.GetRequiredService<RehearsalQueries>());
        services.AddSingleton<IScheduledWork, RehearsalWork>().AddSingleton<IPaletteSource, RehearsalPalette>();
        if (Roles.Of(configuration).Worker) services.AddHostedService<RehearsalWatch>();
        return services;
    }

    internal static void MapRehearsals(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/rehearsals").RequireAuthorization().WithTags("Rehearsals");
        api.MapGet("", async (string? runbook, long? before, int? limit, RehearsalQueries queries, CancellationToken cancellation) =>
        {
            var size = Math.Clamp(limit ?? 50, 1, 200);
            var items = await queries.ListAsync(runbook, before ?? long.MaxValue, size, cancellation);
            return Results.Ok(new { items = items.Select(r => RehearsalAnswer.Of(r)), next = items.Count == size ? items[^1].Id : (long?)null });
        }).WithSummary("Rehearsals, the newest first; go on with before=next");
        api.MapGet("{id:long}", async (long id, RehearsalQueries queries, CancellationToken cancellation) =>
            await queries.FindAsync(id, cancellation) is { } found ? Results.Ok(RehearsalAnswer.Of(found)) : Problem.NotFound($"There is no rehearsal {id}.").ToHttp()).WithSummary("One rehearsal with its steps");
        api.MapPost("", async (RehearsalBody body, HttpRequest http, ClaimsPrincipal user, RequestRehearsal request, RehearsalQueries queries, CancellationToken cancellation) =>
        {
            var actor = user.ToActor()!;
            var key = ClickKey.Of(http, actor);
            if (!key.Succeeded) return key.Problem.ToHttp();
            if (body is not { Runbook.Length: > 0, Environment.Length: > 0 }) return Problem.Invalid("Say which runbook, and in which environment.").ToHttp();
            var made = await request.InvokeAsync(actor, body.Runbook, body.Environment, body.Parameters ?? [], key.Value, cancellation);
            return made.Succeeded ? Results.Accepted($"/api/v1/rehearsals/{made.Value.Id}", RehearsalAnswer.Of((await queries.FindAsync(made.Value.Id, cancellation))!)) : made.Problem.ToHttp();
        }).WithSummary("Rehearse a runbook: run its reads, preview its changes");
    }
}

internal sealed record RehearsalBody(string? Runbook, string? Environment, Dictionary<string, string>? Parameters);

internal sealed record RehearsalAnswer(long Id, string? Runbook, int Version, string? Environment, string State, int Worked, int Broken, int NeedsParameters, int LeftOut, string RequestedBy, DateTimeOffset CreatedAt, DateTimeOffset? FinishedAt, IReadOnlyList<StepAnswer> Steps)
{
    public static RehearsalAnswer Of(Rehearsal r) => new(r.Id, r.Runbook?.Slug, r.RunbookVersion, r.Environment?.Name, r.FinishedAt is null ? "running" : r.Broken > 0 ? "broken" : "worked", r.Worked, r.Broken, r.NeedsParameters, r.LeftOut, r.RequestedBy, r.CreatedAt, r.FinishedAt,
        [.. r.Steps.Select(s => new StepAnswer(s.Number, s.StepId, s.Title, JsonNamingPolicy.CamelCase.ConvertName($"{s.Outcome}"), s.Reason, s.Execution))]);
}

internal sealed record StepAnswer(int Number, string Step, string Title, string Outcome, string Reason, long? Execution);

internal sealed class RehearsalPalette : IPaletteSource
{
    public Task<IReadOnlyList<PaletteEntry>> EntriesAsync(Actor actor, CancellationToken cancellation) =>
        Task.FromResult<IReadOnlyList<PaletteEntry>>([new("again", "Rehearsals", "page", "/rehearsals") { Also = "stale broken never rehearsed trust" }]);
}
