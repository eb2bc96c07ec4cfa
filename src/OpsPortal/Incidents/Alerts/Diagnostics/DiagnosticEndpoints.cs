using System.Security.Claims;
using OpsPortal.Access;

namespace OpsPortal.Incidents.Alerts.Diagnostics;

/// <summary>What runs by itself, over HTTP.</summary>
internal static class DiagnosticEndpoints
{
    public static void MapDiagnostics(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/systems/{slug}/diagnostics").RequireAuthorization().WithTags("Alerts");
        api.MapGet("", async (string slug, DiagnosticQueries queries, CancellationToken cancellation) =>
            await queries.OfAsync(slug, cancellation) is { } all ? Results.Ok(all.Select(a => AllowedAnswer.Of(a.Environment, a.Allowed))) : Problem.NotFound($"There is no system {slug}; the runbooks under Runbooks name those that are.").ToHttp())
            .WithSummary("Which read steps may run by themselves when an alert opens an incident, by environment");
        api.MapPut("{environment}", async (string slug, string environment, AllowBody body, ClaimsPrincipal user, AllowDiagnostics allow, CancellationToken cancellation) =>
            (await allow.InvokeAsync(user.ToActor()!, slug, environment, body.Steps, cancellation)).ToHttp(allowed => Results.Ok(AllowedAnswer.Of(environment, allowed))))
            .WithSummary("Allow every read of an alert's section, or only the steps that are named (runbook#step)");
        api.MapDelete("{environment}", async (string slug, string environment, ClaimsPrincipal user, AllowDiagnostics allow, CancellationToken cancellation) =>
            (await allow.ForbidAsync(user.ToActor()!, slug, environment, cancellation)).ToHttp(_ => Results.NoContent()))
            .WithSummary("From now on nothing runs by itself there");
    }
}

internal sealed record AllowBody(string[]? Steps);

/// <param name="Steps">Null where every read of an alert's section may, or none at all; see <paramref name="Allowed"/>.</param>
internal sealed record AllowedAnswer(string Environment, bool Allowed, IReadOnlyList<string>? Steps, string? ChangedBy, DateTimeOffset? ChangedAt)
{
    public static AllowedAnswer Of(string environment, AllowedDiagnostics? allowed) => new(environment, allowed is not null, allowed?.Steps, allowed?.ChangedBy, allowed?.ChangedAt);
}
