using System.Security.Claims;
using OpsPortal.Access;
using OpsPortal.Executions.Outcomes;

namespace OpsPortal.Executions.Api;

/// <summary>Files, grids and plots of an execution over HTTP.</summary>
internal static class OutcomeEndpoints
{
    public static void MapOutcomes(this RouteGroupBuilder executions)
    {
        executions.MapGet("{id:long}/views", async (long id, IOutcomeReader outcomes, CancellationToken cancellation) => Results.Ok(await outcomes.ViewsAsync(id, cancellation)))
            .WithSummary("Grids and plots that the output also is");

        executions.MapGet("{id:long}/artifacts", async (long id, IOutcomeReader outcomes, CancellationToken cancellation) =>
            Results.Ok((await outcomes.ArtifactsAsync(id, cancellation)).Select(a => new { a.Name, a.Size, a.CreatedAt })))
            .WithSummary("Files that the execution made");

        executions.MapGet("{id:long}/artifacts/{**name}", async (long id, string name, ClaimsPrincipal user, OutcomeQueries outcomes, CancellationToken cancellation) =>
        {
            var opened = await outcomes.OpenAsync(user.ToActor()!, id, name, cancellation);
            // Always a download: whatever a command wrote is never shown by the browser as a page of ours.
            return opened.Succeeded
                ? Results.Stream(opened.Value.Content, "application/octet-stream", opened.Value.Artifact.Name[(opened.Value.Artifact.Name.LastIndexOf('/') + 1)..], opened.Value.Artifact.CreatedAt)
                : opened.Problem.ToHttp();
        }).WithSummary("One file");
    }
}
