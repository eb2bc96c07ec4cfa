using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Plans;

/// <summary>Somebody says yes to a plan: what it asks for is checked, and the world looked at once more, before anything enters the ledger.</summary>
public sealed class ConfirmPlan(IDbContextFactory<OpsPortalDbContext> contexts, Planning planning, ChangeWindows windows, ExecutionLedger ledger, SecretParameters secrets, TimeProvider time)
{
    /// <param name="hash">Of the plan; null where the caller has none.</param>
    /// <param name="breakGlass">The reason to go on without a second person, or in a freeze.</param>
    public async Task<Result<Execution>> InvokeAsync(Actor actor, Execution draft, string? hash, string? breakGlass, CancellationToken cancellation)
    {
        var (policy, now) = (draft.Environment!.PolicyHere, time.GetUtcNow());
        var gate = policy.For(draft.Risk);
        var frozen = draft.Risk > Risk.Read && await windows.ClosedAsync(draft, now, cancellation) is not null;
        if (gate == Gate.RunAtOnce && !frozen) return await ledger.AddAsync(actor, draft, null, cancellation);
        if (hash is null)
            return Problem.NeedsPlan("This changes something. Ask for its preview (POST /api/v1/previews), look at it, and confirm by sending its hash as planHash.");

        var plan = await FindAsync(actor, hash, cancellation);
        if (Refusal(plan, draft, now) is { } refused) return refused;
        var fresh = await planning.OfAsync(actor, draft, cancellation);
        if (fresh.Hash != plan!.Hash) return Problem.Moved($"The world has moved since the preview: {PlanMoves.Tell(plan.Preview, fresh.Preview)}. Look at the new preview.");
        if (fresh.Preview.Permission is { Allowed: false } missing) return Problem.Forbidden($"The target does not allow it: {missing.Sentence}.");

        draft.PlanHash = plan.Hash;
        draft.PlanCheckedAt = now;
        if ((frozen || gate == Gate.SecondPerson) && !string.IsNullOrWhiteSpace(breakGlass))
        {
            if (!policy.BreakGlass) return Problem.Forbidden($"In {draft.Environment.Name} nobody goes on alone: ask for approval{(frozen ? ", or wait until the freeze ends" : "")}.");
            draft.BreakGlass = breakGlass.Trim();
        }
        else if (frozen) return Problem.Conflict($"{fresh.Frozen}. Wait until it ends{(policy.BreakGlass ? ", or go on with a reason" : "")}.");
        else if (gate == Gate.SecondPerson)
        {
            draft.State = ExecutionState.AwaitingApproval;
            draft.DecideUntil = now + TimeSpan.FromMinutes(policy.ApprovalMinutes);
            draft.Reason = $"Waiting for a second person since {now:HH:mm} UTC";
        }
        return await ledger.AddAsync(actor, draft, plan, cancellation);
    }

    private async Task<Plan?> FindAsync(Actor actor, string hash, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.Plans.AsNoTracking().Where(p => p.Hash == hash && p.RequestedById == actor.Id)
            .OrderBy(p => p.ExecutionId == null ? 0 : 1).ThenByDescending(p => p.Id).FirstOrDefaultAsync(cancellation);
    }

    private Problem? Refusal(Plan? plan, Execution draft, DateTimeOffset now) =>
        plan is null ? Problem.Moved("There is no preview of yours with this hash. Preview the step, look at it, and confirm that plan.")
        : plan.ExecutionId is { } used ? Problem.Moved($"This plan was used already, for exec {used}. Preview the step again to run it once more.")
        : plan.ExpiresAt < now ? Problem.Moved($"This preview is from {plan.CreatedAt:HH:mm} UTC and no longer holds. Preview the step again.")
        : plan.StepId != draft.StepId || plan.Reverts != draft.Reverts || plan.EnvironmentId != draft.EnvironmentId || !secrets.Same(plan.ProtectedParameters, draft.ProtectedParameters)
            ? Problem.Moved("This plan is of another step, environment or values. Preview what you are about to run.")
            : null;
}
