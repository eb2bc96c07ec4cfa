using OpsPortal.Access;
using OpsPortal.Executions.Plans;

namespace OpsPortal.Executions.Reverts;

/// <summary>Puts back what an execution changed: an execution like any other, previewed and confirmed.</summary>
public sealed class RevertExecution(DraftRevert drafts, ConfirmPlan confirm, ExecutionLedger ledger)
{
    public async Task<Result<Execution>> InvokeAsync(Actor actor, long id, string? planHash, string? breakGlass, string key, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "put changes back") is { } forbidden) return forbidden;
        if (await ledger.FindAsync(key, cancellation) is { } before)
            return before.RequestedById == actor.Id && before.Reverts == id ? before : Problem.Conflict("This key was already used for another execution. Use a new key for each click.");
        var draft = await drafts.OfAsync(actor, id, key, cancellation);
        return draft.Succeeded ? await confirm.InvokeAsync(actor, draft.Value, planHash, breakGlass, cancellation) : draft;
    }
}
