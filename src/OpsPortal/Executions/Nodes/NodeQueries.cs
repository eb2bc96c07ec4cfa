using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Nodes;

/// <summary>A process, and what it runs now.</summary>
/// <param name="Itself">It is the one that answers.</param>
/// <param name="Namesakes">How many others of this name live; then nobody can say which of them runs what.</param>
public sealed record NodeView(PortalNode Node, NodeState State, string Sentence, IReadOnlyList<Execution> Running, bool Itself, int Namesakes);

/// <summary>Which processes make up the portal.</summary>
public sealed class NodeQueries(IDbContextFactory<OpsPortalDbContext> contexts, Node self, TimeProvider time)
{
    /// <summary>By name; those that are gone come last.</summary>
    public async Task<Result<IReadOnlyList<NodeView>>> ListAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, toDoWhat: "look at the portal's processes") is { } refused) return refused;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var nodes = await db.Nodes.AsNoTracking().ToListAsync(cancellation);
        var running = await db.Executions.AsNoTracking().Include(e => e.Environment).Where(e => e.State == ExecutionState.Running).OrderBy(e => e.Id).ToListAsync(cancellation);
        var now = time.GetUtcNow();
        var living = nodes.Where(n => NodeStates.Of(n, now) is not NodeState.Gone).CountBy(n => n.Name).ToDictionary();
        return nodes.Select(View).OrderBy(v => v.State == NodeState.Gone).ThenBy(v => v.Node.Name, StringComparer.Ordinal).ThenBy(v => v.Node.StartedAt).ToList();

        NodeView View(PortalNode node)
        {
            var state = NodeStates.Of(node, now);
            List<Execution> its = state == NodeState.Gone ? [] : [.. running.Where(e => e.Node == node.Name)];
            return new(node, state, NodeStates.Sentence(node, its.Count, now), its, node.Id == self.Id, state == NodeState.Gone ? 0 : living[node.Name] - 1);
        }
    }
}
