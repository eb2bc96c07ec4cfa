using OpsPortal.Access;
using OpsPortal.Executions.Plans;

namespace OpsPortal.Executions;

/// <summary>A click on a step.</summary>
public sealed class RequestExecution(DraftExecution drafts, ConfirmPlan confirm, ExecutionLedger ledger)
{
    /// <summary>
    /// The execution, queued, or waiting for a second person. A change without <see cref="ExecutionRequest.PlanHash"/> is a
    /// <see cref="ProblemKind.NeedsPlan"/>; one whose plan no longer holds is a <see cref="ProblemKind.Moved"/>.
    /// </summary>
    public async Task<Result<Execution>> InvokeAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "run steps") is { } forbidden) return forbidden;
        if (await ledger.FindAsync(request.Key, cancellation) is { } before) return Same(before, actor, request);
        var draft = await drafts.OfAsync(actor, request, cancellation);
        if (!draft.Succeeded) return draft.Problem;
        var made = await confirm.InvokeAsync(actor, draft.Value, request.PlanHash, request.BreakGlass, cancellation);
        return made.Succeeded ? Same(made.Value, actor, request) : made;
    }

    /// <summary>A key belongs to one click; somebody else's, or another step's, is a mistake in the caller.</summary>
    private static Result<Execution> Same(Execution before, Actor actor, ExecutionRequest request) =>
        before.RequestedById == actor.Id && before.StepId == request.Step && before.Environment?.Name == request.Environment
            ? before
            : Problem.Conflict("This key was already used for another execution. Use a new key for each click.");
}
