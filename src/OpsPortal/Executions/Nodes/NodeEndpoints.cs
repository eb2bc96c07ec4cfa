using System.Security.Claims;
using OpsPortal.Access;

namespace OpsPortal.Executions.Nodes;

/// <summary>The portal's processes over HTTP, for administrators.</summary>
internal static class NodeEndpoints
{
    public static void MapNodes(this IEndpointRouteBuilder app) => app.MapGet("/api/v1/nodes", ListAsync).RequireAuthorization().WithTags("Nodes")
        .WithSummary("The portal's processes: roles, last heartbeat, state, and the executions that each runs now");

    private static async Task<IResult> ListAsync(ClaimsPrincipal user, NodeQueries queries, CancellationToken cancellation)
    {
        if (user.ToActor() is not { } actor) return Results.Unauthorized();
        var found = await queries.ListAsync(actor, cancellation);
        return found.ToHttp(nodes => Results.Ok(new { items = nodes.Select(NodeAnswer.Of) }));
    }
}

/// <param name="State"><c>alive</c>, <c>draining</c>, <c>late</c> or <c>gone</c>.</param>
/// <param name="Sentence">What that means.</param>
internal sealed record NodeAnswer(
    string Name, IReadOnlyList<string> Roles, string Version, DateTimeOffset StartedAt, DateTimeOffset LastHeartbeatAt, string State, string Sentence, IReadOnlyList<NodeExecution> Executions)
{
    public static NodeAnswer Of(NodeView view) => new(
        view.Node.Name, view.Node.Roles.Split(','), view.Node.Version, view.Node.StartedAt, view.Node.LastHeartbeatAt, $"{view.State}".ToLowerInvariant(), view.Sentence,
        [.. view.Running.Select(e => new NodeExecution(e.Id, e.Title, e.Environment!.Name, e.RequestedBy, e.StartedAt!.Value))]);
}

internal sealed record NodeExecution(long Id, string Title, string Environment, string RequestedBy, DateTimeOffset StartedAt);
