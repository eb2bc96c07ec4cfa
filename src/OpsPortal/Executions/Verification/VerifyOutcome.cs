using Microsoft.EntityFrameworkCore;
using OpsPortal.Executions.Plans;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Verification;

/// <summary>
/// Looks into changes that may or may not have happened. Reads only. What it is sure of ends the doubt; everything else is handed to a person
/// with what was found.
/// </summary>
public sealed class VerifyOutcome(IDbContextFactory<OpsPortalDbContext> contexts, Planning planning, PlanContract contract, SettleOutcome settle, TimeProvider time, ILogger<VerifyOutcome> log)
{
    /// <summary>What was under way when the worker died has arrived by then, or never will.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(10);

    /// <summary>A worker that began to look and told nothing by then is taken to be dead.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(45);

    /// <returns>How many were looked into.</returns>
    public async Task<int> InvokeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var waiting = await Waiting(db.Executions, now).OrderBy(e => e.Id).Take(20).Select(e => e.Id).ToListAsync(cancellation);
        var looked = 0;
        foreach (var id in waiting)
        {
            // one worker looks
            if (await Waiting(db.Executions.Where(e => e.Id == id), now).ExecuteUpdateAsync(set => set.SetProperty(e => e.VerifiedAt, now), cancellation) == 0) continue;
            var execution = await db.Executions.AsNoTracking().Include(e => e.Environment).FirstAsync(e => e.Id == id, cancellation);
            try
            {
                await settle.ByEvidenceAsync(execution, await LookAsync(execution, cancellation), cancellation);
                looked++;
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                log.LogWarning(e, "The outcome of exec {Id} could not be looked into; again soon", id);
                await LetGoAsync(id, now);
            }
        }
        return looked;
    }

    /// <summary>Somebody else may look at once. Where that cannot be stored either, <see cref="Patience"/> tells.</summary>
    private async Task LetGoAsync(long id, DateTimeOffset began)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            await db.Executions.Where(e => e.Id == id && e.State == ExecutionState.OutcomeUnknown && e.Verification == null && e.VerifiedAt == began)
                .ExecuteUpdateAsync(set => set.SetProperty(e => e.VerifiedAt, (DateTimeOffset?)null));
        }
        catch (Exception e) when (DatabaseTrouble.Passes(e))
        {
            // The database is away as well.
        }
    }

    private static IQueryable<Execution> Waiting(IQueryable<Execution> executions, DateTimeOffset now)
    {
        var (settled, stale) = (now - Settling, now - Patience);
        return executions.Where(e => e.State == ExecutionState.OutcomeUnknown && e.FinishedAt < settled && (e.VerifiedAt == null || (e.Verification == null && e.VerifiedAt < stale)));
    }

    private async Task<OutcomeEvidence> LookAsync(Execution execution, CancellationToken cancellation)
    {
        if (await contract.PlanOfAsync(execution.Id, cancellation) is not { } plan)
            return new(OutcomeFinding.Unclear, "It ran without a preview, so there is nothing to compare with. Look at the target, then say here what you found.");
        if (execution.Action.ParameterNames().Count > 0)
            return new(OutcomeFinding.Unclear, "It used secret values, which are not kept, so the portal cannot look by itself. Look at the target, then say here what you found.");
        return OutcomeEvidence.Of(plan.Preview, await planning.PreviewAsync(execution, cancellation));
    }
}
