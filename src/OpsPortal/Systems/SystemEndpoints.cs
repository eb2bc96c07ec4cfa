using System.Text.Json.Nodes;
using OpsPortal.Access;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Systems;

internal static class SystemEndpoints
{
    public static void MapSystems(this IEndpointRouteBuilder app)
    {
        var api = app.MapGroup("/api/v1/systems").WithTags("Systems");

        api.MapGet("/", async (SystemQueries systems, CancellationToken cancellation) => (await systems.AllAsync(cancellation)).Select(FactJson.Summary))
            .WithSummary("Systems, with what is left to fill in and to decide");

        api.MapGet("/{slug}", async (string slug, SystemQueries systems, CancellationToken cancellation) =>
            await systems.FindAsync(slug, cancellation) is { } sheet ? Results.Ok(FactJson.Of(sheet)) : SystemQueries.Missing(slug).ToHttp())
            .WithSummary("All that its runbooks and people say: severities, escalation, contacts, alerts, checks, checklists, maintenance windows; durations ISO 8601");

        api.MapGet("/{slug}/{collection}/{key}", async (string slug, string collection, string key, HttpContext context, SystemQueries systems, CancellationToken cancellation) =>
        {
            if (await systems.FindAsync(slug, cancellation) is not { } sheet) return SystemQueries.Missing(slug).ToHttp();
            return Kind(collection) is { } kind && sheet.Facts.FirstOrDefault(f => f.Kind == kind && f.Key == key) is { } fact
                ? Tagged(context, fact, 200)
                : Problem.NotFound($"The system {slug} has nothing at {collection}/{key}.").ToHttp();
        }).WithSummary("One severity, contact, check …, with its ETag");

        api.MapPatch("/{slug}/{collection}/{key}", async (string slug, string collection, string key, JsonObject body, HttpContext context, ISystemDesk desk, CancellationToken cancellation) =>
        {
            if (Kind(collection) is not { } kind) return NoCollection(collection);
            var change = FactJson.Read(body);
            if (!change.Succeeded) return change.Problem.ToHttp();
            var seen = Seen(context);
            if (!seen.Succeeded) return Stale(seen.Problem);
            var changed = await desk.ChangeAsync(context.User.ToActor()!, slug, kind, key, change.Value with { Revision = seen.Value.Revision }, cancellation);
            return changed.Succeeded ? Tagged(context, changed.Value, 200) : Stale(changed.Problem);
        }).WithSummary("Change the fields that are named; null empties one, useRunbook gives fields back, choose decides between runbooks. If-Match refuses what is not seen");

        api.MapPost("/{slug}/{collection}", async (string slug, string collection, JsonObject body, HttpContext context, ISystemDesk desk, CancellationToken cancellation) =>
        {
            if (Kind(collection) is not { } kind) return NoCollection(collection);
            var values = FactJson.Read(body);
            if (!values.Succeeded) return values.Problem.ToHttp();
            var added = await desk.AddAsync(context.User.ToActor()!, slug, kind, values.Value.Set, cancellation);
            return added.Succeeded ? Tagged(context, added.Value, 201) : added.Problem.ToHttp();
        }).WithSummary("Add one that no runbook says");

        api.MapDelete("/{slug}/{collection}/{key}", async (string slug, string collection, string key, HttpContext context, ISystemDesk desk, CancellationToken cancellation) =>
            Kind(collection) is { } kind ? (await desk.RemoveAsync(context.User.ToActor()!, slug, kind, key, cancellation)).ToHttp(_ => Results.NoContent()) : NoCollection(collection))
            .WithSummary("Remove one that no runbook says");
    }

    private static FactKind? Kind(string collection) => FactRules.All.FirstOrDefault(r => r.Collection == collection)?.Kind;

    private static IResult NoCollection(string collection) =>
        Problem.NotFound($"A system has no {collection}; it has {string.Join(", ", FactRules.All.Select(r => r.Collection))}.").ToHttp();

    private static IResult Tagged(HttpContext context, SystemFact fact, int status)
    {
        context.Response.Headers.ETag = $"\"{fact.Revision}\"";
        return Results.Json(FactJson.Of(fact), statusCode: status);
    }

    /// <summary>The revision that If-Match names; null where the header is left out or takes any.</summary>
    private static Result<SeenRevision> Seen(HttpContext context)
    {
        var tag = context.Request.Headers.IfMatch.ToString().Trim();
        if (tag is "" or "*") return new SeenRevision(null);
        return int.TryParse(tag.Trim('"'), out var revision) ? new SeenRevision(revision)
            : new Problem(ProblemKind.Conflict, $"{tag} is no ETag of this; read it again and send the ETag that comes with it.", ChangeFact.RevisionField);
    }

    private static IResult Stale(Problem problem) => problem.Field == ChangeFact.RevisionField
        ? Results.Problem(problem.Detail, statusCode: StatusCodes.Status412PreconditionFailed, title: "Changed meanwhile")
        : problem.ToHttp();

    private sealed record SeenRevision(int? Revision);
}
