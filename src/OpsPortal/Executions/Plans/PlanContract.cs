using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions.Plans;

/// <summary>What was confirmed is what runs: compares the world with the plan again, where time has passed since somebody looked.</summary>
public sealed class PlanContract(IDbContextFactory<OpsPortalDbContext> contexts, Planning planning, TimeProvider time)
{
    /// <summary>So long a look is taken to be fresh.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(10);

    /// <summary>Why the execution must not go on, or null.</summary>
    internal async Task<string?> BrokenAsync(Execution execution, CancellationToken cancellation)
    {
        if (execution.PlanHash is null || execution.PlanCheckedAt > time.GetUtcNow() - Fresh) return null;
        return await MovedAsync(execution, cancellation) is { } moved ? $"Nothing was done: since {Who(execution)} said yes, the world has moved ({moved}). Preview it again." : null;
    }

    /// <summary>What is no longer as the plan of the execution has it, or null.</summary>
    internal async Task<string?> MovedAsync(Execution execution, CancellationToken cancellation)
    {
        var now = await planning.PreviewAsync(execution, cancellation);
        if (PlanHash.Of(execution, now) == execution.PlanHash) return null;
        return PlanMoves.Tell(await PlanOfAsync(execution.Id, cancellation) is { } plan ? plan.Preview : new ActionPreview(), now);
    }

    /// <summary>The plan that an execution came of; null where it needed none.</summary>
    public async Task<Plan?> PlanOfAsync(long execution, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Plans.AsNoTracking().Include(p => p.Environment).FirstOrDefaultAsync(p => p.ExecutionId == execution && db.Executions.Any(e => e.Id == execution), cancellation);
    }

    private static string Who(Execution execution) => execution.DecidedBy ?? execution.RequestedBy;
}
