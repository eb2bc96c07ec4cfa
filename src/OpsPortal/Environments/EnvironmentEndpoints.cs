using OpsPortal.Access;

namespace OpsPortal.Environments;

internal static class EnvironmentEndpoints
{
    public static void MapEnvironments(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/environments").WithTags("Environments");

        api.MapGet("/", (EnvironmentQueries environments, CancellationToken cancellation) => environments.AllAsync(cancellation))
            .WithSummary("Environments; secrets are never returned");

        api.MapPost("/", async (EnvironmentForm form, HttpContext context, SaveEnvironment save, CancellationToken cancellation) =>
            (await save.AddAsync(context.User.ToActor()!, form, cancellation)).ToHttp(made => Results.Created($"/api/v1/environments/{made.Name}", made)))
            .WithSummary("Add an environment");

        api.MapPatch("/{name}", async (string name, EnvironmentForm form, HttpContext context, SaveEnvironment save, CancellationToken cancellation) =>
            (await save.ChangeAsync(context.User.ToActor()!, name, form, cancellation)).ToHttp())
            .WithSummary("Change what is named; the rest stays");

        api.MapDelete("/{name}", async (string name, HttpContext context, SaveEnvironment save, CancellationToken cancellation) =>
            (await save.RemoveAsync(context.User.ToActor()!, name, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("Remove; what ran there stays on record");

        api.MapPost("/{name}/freeze", async (string name, FreezeBody body, HttpContext context, FreezeEnvironment freeze, CancellationToken cancellation) =>
            (await freeze.BeginAsync(context.User.ToActor()!, name, body.Reason ?? "", body.Until, cancellation)).ToHttp())
            .WithSummary("Stop changes there for a while");

        api.MapDelete("/{name}/freeze", async (string name, HttpContext context, FreezeEnvironment freeze, CancellationToken cancellation) =>
            (await freeze.EndAsync(context.User.ToActor()!, name, cancellation)).ToHttp())
            .WithSummary("Let changes go on");

        api.MapPost("/{name}/test", async (string name, HttpContext context, TestEnvironment test, CancellationToken cancellation) =>
            (await test.InvokeAsync(context.User.ToActor()!, name, cancellation)).ToHttp())
            .WithSummary("Ask its targets whether they answer; one entry for each");
    }
}

/// <param name="Until">Null means until somebody ends it.</param>
internal sealed record FreezeBody(string? Reason, DateTimeOffset? Until);
