using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Working;

/// <summary>An item whose step ran signs itself when its expectation is met, in the transaction in which the step ends.</summary>
internal sealed class ListenToSteps(MaintenanceActs acts) : IExecutionListener
{
    public async Task<Problem?> RefuseAsync(OpsPortalDbContext db, Actor actor, Execution draft, CancellationToken cancellation)
    {
        if (draft is not { Maintenance: { } number, MaintenanceItem: { } wanted }) return draft.Maintenance is null ? null : Problem.Invalid("Say for which item of the maintenance it runs.", "maintenanceItem");
        if (await db.MaintenancePlans.AsNoTracking().Include(p => p.Phases).Include(p => p.Items).ThenInclude(i => i.Signed).AsSplitQuery().FirstOrDefaultAsync(p => p.Number == number, cancellation) is not { } plan) return MaintenanceActs.Missing(number);
        if (plan.Items.FirstOrDefault(i => i.Number == wanted) is not { } item) return Problem.NotFound($"{plan.Name} has no item {wanted}.");
        if (item.Step != draft.StepId || plan.EnvironmentId != draft.EnvironmentId) return Problem.Invalid($"Item {wanted} of {plan.Name} is another step, or elsewhere. Reload the page.", "maintenanceItem");
        if (PlanFlow.Blocked(plan, item) is { } blocked) return Problem.Conflict(blocked);
        return item.State is ItemState.Done or ItemState.Skipped ? Problem.Conflict($"Item {wanted} is {item.State.ToString().ToLowerInvariant()} already.")
            : item.Outcome == StepOutcome.Running ? Problem.Conflict($"The step of item {wanted} is running already: exec {item.Execution}.") : null;
    }

    public Task RequestedAsync(OpsPortalDbContext db, Actor actor, Execution execution, CancellationToken cancellation) => OnAsync(db, actor, execution, (work, item) =>
    {
        // Another one may have been asked for a moment ago; the newest counts.
        (item.Execution, item.Outcome) = (execution.Id, StepOutcome.Running);
        if (item.State == ItemState.Failed) (item.State, item.SettledAt) = (ItemState.Open, null);
        work.Tell($"{actor.Name} runs item {item.Number} ({item.Text}): exec {execution.Id}{(execution.State == ExecutionState.AwaitingApproval ? ", which awaits approval" : "")}");
        return true;
    }, cancellation);

    public async Task DecidedAsync(OpsPortalDbContext db, Actor actor, Execution execution, string sentence, CancellationToken cancellation)
    {
        if (execution.Maintenance is null) return;
        var state = await db.Executions.Where(e => e.Id == execution.Id).Select(e => e.State).FirstAsync(cancellation);
        await OnAsync(db, actor, execution, (work, item) =>
        {
            if (item.Execution != execution.Id) return false;
            work.Tell($"Exec {execution.Id} of item {item.Number}: {sentence}");
            if (state is ExecutionState.Rejected or ExecutionState.Expired) (item.Outcome, item.Reason) = (StepOutcome.None, sentence);
            return true;
        }, cancellation);
    }

    public Task EndedAsync(OpsPortalDbContext db, Execution execution, ExecutionState state, string reason, StoredVerdict? verdict, CancellationToken cancellation) => OnAsync(db, Actor.Portal, execution, (work, item) =>
    {
        if (item.Execution != execution.Id || work.Plan.State.IsOver()) return false;
        var said = verdict?.Text ?? reason;
        item.Outcome = Outcome(state, verdict);
        item.Reason = item.Outcome == StepOutcome.Judge ? $"{said} Whether that is good is for a person to say." : said;
        if (item.Outcome == StepOutcome.NotMet) (item.State, item.By, item.SettledAt) = (ItemState.Failed, $"exec {execution.Id}", work.Now);
        else if (item.Complete && item.State != ItemState.Skipped) (item.State, item.By, item.SettledAt) = (ItemState.Done, $"exec {execution.Id} by {execution.RequestedBy}", work.Now);
        work.Tell($"Item {item.Number} ({item.Text}), exec {execution.Id} by {execution.RequestedBy}: {(item.State == ItemState.Done ? "done" : item.Outcome == StepOutcome.NotMet ? "failed" : "ran")}. {item.Reason}");
        return true;
    }, cancellation);

    public ValueTask CommittedAsync(Execution execution) => execution.Maintenance is { } number ? acts.HintAsync(number) : ValueTask.CompletedTask;

    internal static StepOutcome Outcome(ExecutionState state, StoredVerdict? verdict) =>
        state == ExecutionState.Cancelled ? StepOutcome.None
        : state != ExecutionState.Succeeded ? StepOutcome.NotMet
        : verdict?.Verdict switch { null or StoredVerdict.Met => StepOutcome.Met, StoredVerdict.Judge => StepOutcome.Judge, _ => StepOutcome.NotMet };

    private async Task OnAsync(OpsPortalDbContext db, Actor actor, Execution execution, Func<MaintenanceWork, MaintenanceItem, bool> act, CancellationToken cancellation)
    {
        if (execution is not { Maintenance: { } number, MaintenanceItem: { } wanted }) return;
        await acts.WithinAsync(db, actor, number, work => Task.FromResult(work.Plan.Items.FirstOrDefault(i => i.Number == wanted) is { } item && act(work, item)), cancellation);
    }
}
