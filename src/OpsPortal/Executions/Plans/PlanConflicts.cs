using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Plans;

/// <summary>Who else is at the same target, or was a moment ago.</summary>
public sealed class PlanConflicts(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    private static readonly TimeSpan Recent = TimeSpan.FromMinutes(15);

    public async Task<IReadOnlyList<string>> OfAsync(Execution draft, CancellationToken cancellation)
    {
        if (draft.TargetKey is not { } key) return [];
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var since = time.GetUtcNow() - Recent;
        var others = await db.Executions.AsNoTracking()
            .Where(e => e.EnvironmentId == draft.EnvironmentId && e.TargetKey == key && e.Id != draft.Id && (e.FinishedAt == null || (e.FinishedAt > since && e.StartedAt != null)))
            .OrderByDescending(e => e.Id).Take(5).Select(e => new { e.Id, e.Title, e.RequestedBy, e.State, e.FinishedAt }).ToListAsync(cancellation);
        return [.. others.Select(e => e.State switch
        {
            ExecutionState.Running => $"{e.RequestedBy} is changing the same target now: exec {e.Id}, {e.Title}. This waits until it is done.",
            ExecutionState.Queued => $"{e.RequestedBy} is next at the same target: exec {e.Id}, {e.Title}.",
            ExecutionState.AwaitingApproval => $"{e.RequestedBy} waits for approval to change the same target: exec {e.Id}, {e.Title}.",
            ExecutionState.OutcomeUnknown => $"What became of exec {e.Id} by {e.RequestedBy} on the same target is not known: {e.Title}.",
            _ => $"{e.RequestedBy} changed the same target at {e.FinishedAt:HH:mm} UTC: exec {e.Id}, {e.Title}.",
        })];
    }
}
