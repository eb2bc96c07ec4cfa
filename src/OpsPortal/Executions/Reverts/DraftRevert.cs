using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Reverts;

/// <summary>From an execution that changed something to the execution that would put it back.</summary>
public sealed class DraftRevert(IDbContextFactory<OpsPortalDbContext> contexts, KeptChanges kept, TimeProvider time)
{
    public async Task<Result<Execution>> OfAsync(Actor actor, long id, string key, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "put changes back") is { } forbidden) return forbidden;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Executions.AsNoTracking().Include(e => e.Environment).FirstOrDefaultAsync(e => e.Id == id, cancellation) is not { } original)
            return Problem.NotFound($"There is no execution {id}.");
        if (StepCheck.May(actor, "put changes back", original.Environment, original.System) is { } elsewhere) return elsewhere;
        if (!original.State.IsTerminal()) return Problem.Conflict($"Exec {id} has not ended yet: {original.Reason}. Wait for it, or cancel it.");
        if (original.Environment is not { RemovedAt: null } environment) return Problem.Conflict("Its environment was removed, so nothing can be put back there from here.");
        if (await kept.OfAsync(id, cancellation) is not { } change) return Problem.Conflict($"Exec {id} changed nothing that the portal could put back.");
        if (change.ProtectedRevert is null) return Problem.Conflict(change.Reversal.Sentence);
        var already = await db.Executions.Where(e => e.Reverts == id && (e.State == ExecutionState.Succeeded || e.FinishedAt == null)).Select(e => new { e.Id, e.State }).FirstOrDefaultAsync(cancellation);
        if (already is not null) return Problem.Conflict(already.State == ExecutionState.Succeeded ? $"It was put back already by exec {already.Id}." : $"Exec {already.Id} is putting it back already.");

        var revert = await kept.FindAsync(new(id, "", Risk.Change, null), cancellation);
        var risk = revert!.Risk == Risk.Destructive ? Risk.Destructive : Risk.Change;
        var (sentence, now) = (ParameterText.Display(revert.Sentence), time.GetUtcNow());
        return new Execution
        {
            Key = key,
            RunbookId = original.RunbookId,
            RunbookVersion = original.RunbookVersion,
            StepId = original.StepId,
            Title = $"Revert exec {id}: {original.Title}",
            Source = sentence,
            Action = new RevertChange(id, sentence, risk, revert.Target ?? original.Action.Target),
            System = original.System,
            DefaultNamespace = original.DefaultNamespace,
            Risk = risk,
            TargetKey = original.TargetKey,
            Reverts = id,
            EnvironmentId = original.EnvironmentId,
            Environment = environment,
            RunId = original.RunId,
            Incident = original.Incident,
            State = ExecutionState.Queued,
            Reason = ExecutionSentences.Queued(0),
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            CreatedAt = now,
        };
    }
}
