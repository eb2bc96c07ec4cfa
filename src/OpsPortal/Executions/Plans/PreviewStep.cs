using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions.Reverts;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Plans;

/// <summary>Finds out what a step, or the way back of an execution, would do, and keeps it as a plan that can be confirmed.</summary>
public sealed class PreviewStep(IDbContextFactory<OpsPortalDbContext> contexts, DraftExecution drafts, DraftRevert reverts, Planning planning)
{
    public async Task<Result<Plan>> InvokeAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation) =>
        await KeepAsync(actor, await drafts.OfAsync(actor, request, cancellation), cancellation);

    public async Task<Result<Plan>> RevertAsync(Actor actor, long execution, CancellationToken cancellation) =>
        await KeepAsync(actor, await reverts.OfAsync(actor, execution, $"{Guid.NewGuid():N}", cancellation), cancellation);

    private async Task<Result<Plan>> KeepAsync(Actor actor, Result<Execution> draft, CancellationToken cancellation)
    {
        if (!draft.Succeeded) return draft.Problem;
        if (draft.Value.Risk == Risk.Read) return Problem.Invalid("This step only reads, so there is nothing to preview: run it.", "step");
        var plan = await planning.OfAsync(actor, draft.Value, cancellation);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        db.Add(plan).State = EntityState.Added;
        if (plan.Environment is { } environment) db.Entry(environment).State = EntityState.Unchanged;
        await db.SaveChangesAsync(cancellation);
        return plan;
    }
}
