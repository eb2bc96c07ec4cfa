using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions.Plans;
using OpsPortal.Maintenance.Telling;
using OpsPortal.Runbooks.Risks;

namespace OpsPortal.Maintenance.Planning;

/// <summary>A draft becomes what will be: at once, or after a second person agreed where the environment asks for one.</summary>
public sealed class ScheduleMaintenance(MaintenanceActs acts)
{
    public Task<Result<MaintenancePlan>> InvokeAsync(Actor actor, long number, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "schedule maintenance", "maintenance.scheduled", async work =>
        {
            var plan = work.Plan;
            if (plan.State is MaintenanceState.AwaitingApproval or MaintenanceState.Scheduled) return null;
            if (plan.State != MaintenanceState.Draft) return Problem.Conflict($"{plan.Name} is {plan.State.Word()} already.");
            return await SubmitAsync(work, cancellation);
        }, cancellation);

    public Task<Result<MaintenancePlan>> ApproveAsync(Actor actor, long number, string? comment, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "approve maintenance", "maintenance.approved", async work =>
        {
            var plan = work.Plan;
            if (plan.State != MaintenanceState.AwaitingApproval) return Problem.Conflict($"{plan.Name} is {plan.State.Word()}; nobody waits for approval.");
            if (plan.SubmittedById == actor.Id) return Problem.Forbidden("You asked for it yourself, so somebody else has to approve it.");
            if (plan.EndsAt <= work.Now) return Problem.Conflict("Its window is over. Choose a later one first.");
            (plan.ApprovedBy, plan.ApprovedAt) = (actor.Name, work.Now);
            work.Tell($"{actor.Name} approved it{(string.IsNullOrWhiteSpace(comment) ? "" : $": {comment.Trim()}")}");
            await EnterAsync(work, $"Approved by {actor.Name}", cancellation);
            return null;
        }, cancellation, Permission.Approve);

    /// <summary>It is a draft again, to be changed.</summary>
    public Task<Result<MaintenancePlan>> RejectAsync(Actor actor, long number, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "reject maintenance", "maintenance.rejected", work =>
        {
            var plan = work.Plan;
            if (plan.State != MaintenanceState.AwaitingApproval) return Task.FromResult<Problem?>(Problem.Conflict($"{plan.Name} is {plan.State.Word()}; nobody waits for approval."));
            if (string.IsNullOrWhiteSpace(reason)) return Task.FromResult<Problem?>(Problem.Invalid("Say why, so that it can be mended.", "reason"));
            (plan.State, plan.Reason) = (MaintenanceState.Draft, $"{actor.Name} did not approve it: {reason.Trim()}");
            work.Tell(plan.Reason);
            return Task.FromResult<Problem?>(null);
        }, cancellation, Permission.Approve);

    /// <summary>High risk counts as what destroys something, everything else as a change.</summary>
    internal static bool NeedsApproval(MaintenancePlan plan, ChangePolicy policy) => policy.For(plan.Risk == MaintenanceRisk.High ? Risk.Destructive : Risk.Change) == Gate.SecondPerson;

    /// <summary>Also for what a series plans by itself.</summary>
    internal static async Task<Problem?> SubmitAsync(MaintenanceWork work, CancellationToken cancellation)
    {
        var plan = work.Plan;
        if (plan.EndsAt <= work.Now) return Problem.Conflict("Its window is over. Choose a later one first.");
        var environment = await work.Db.Environments.IgnoreQueryFilters().FirstAsync(e => e.Id == plan.EnvironmentId, cancellation);
        if (!NeedsApproval(plan, environment.PolicyHere))
        {
            await EnterAsync(work, $"Scheduled by {work.Actor.Name}", cancellation);
            return null;
        }
        (plan.State, plan.SubmittedById) = (MaintenanceState.AwaitingApproval, work.Actor.Id);
        plan.Reason = $"Waiting for a second person since {work.Now:yyyy-MM-dd HH:mm} UTC, because {environment.Name} asks for one.";
        work.Tell($"{work.Actor.Name} asks for approval");
        return null;
    }

    private static async Task EnterAsync(MaintenanceWork work, string why, CancellationToken cancellation)
    {
        work.Plan.State = MaintenanceState.Scheduled;
        work.Plan.Reason = $"{why} for {ZoneClock.Window(work.Plan)}.";
        work.Tell(work.Plan.Reason);
        await Announcements.ArrangeAsync(work, cancellation);
    }
}
