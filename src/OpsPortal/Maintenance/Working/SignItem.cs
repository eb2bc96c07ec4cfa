using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Access;

namespace OpsPortal.Maintenance.Working;

/// <summary>A tick.</summary>
/// <param name="Key">Its own key: however often it is sent, it is one signature.</param>
/// <param name="TickedAt">When it was made, where the network was away meanwhile.</param>
public sealed record Tick(string Key, string? Note = null, DateTimeOffset? TickedAt = null);

/// <summary>Named people sign, withdraw, skip, or say that something failed.</summary>
public sealed class SignItem(MaintenanceActs acts)
{
    private const int LongestNote = 2_000;

    public async Task<Result<MaintenancePlan>> InvokeAsync(Actor actor, long number, int item, Tick tick, CancellationToken cancellation)
    {
        try
        {
            return await acts.InvokeAsync(actor, number, "sign items", null, work => Task.FromResult(Sign(work, item, tick)), cancellation);
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_maintenance_signatures_plan_key" })
        {
            return Problem.Conflict("This key was already used for another tick. Use a new key for each one.");
        }
    }

    /// <summary>The own signature, while the record is open.</summary>
    public Task<Result<MaintenancePlan>> WithdrawAsync(Actor actor, long number, int item, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "sign items", null, work => Task.FromResult(ForItem(work, item, found =>
        {
            if (work.Plan.State.IsOver()) return Problem.Conflict($"{work.Plan.Name} is {work.Plan.State.Word()}; its record is closed.");
            if (found.Standing.FirstOrDefault(s => s.UserId == actor.Id) is not { } own) return null;
            own.WithdrawnAt = work.Now;
            if (found.State == ItemState.Done && !found.Complete) (found.State, found.SettledAt) = (ItemState.Open, null);
            work.Tell($"{actor.Name} withdrew the signature of item {item}");
            return null;
        })), cancellation);

    public Task<Result<MaintenancePlan>> SkipAsync(Actor actor, long number, int item, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "skip items", null, work => Task.FromResult(ForItem(work, item, found =>
        {
            if (found.State == ItemState.Skipped) return null;
            if (Short(reason) is not { } why) return Problem.Invalid("Say why it is skipped; it stands in the record.", "reason");
            if (PlanFlow.Blocked(work.Plan, found) is { } blocked) return Problem.Conflict(blocked);
            if (PlanFlow.WhyNotSkip(work.Plan, found) is { } not) return Problem.Conflict(not);
            (found.State, found.Reason, found.By, found.SettledAt) = (ItemState.Skipped, why, actor.Name, work.Now);
            work.Tell($"{actor.Name} skipped item {item} ({found.Text}): {why}");
            return null;
        })), cancellation);

    public Task<Result<MaintenancePlan>> FailAsync(Actor actor, long number, int item, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "judge items", null, work => Task.FromResult(ForItem(work, item, found =>
        {
            if (Short(reason) is not { } why) return Problem.Invalid("Say what is wrong; it stands in the record.", "reason");
            if (PlanFlow.Blocked(work.Plan, found) is { } blocked) return Problem.Conflict(blocked);
            if (found.Settled) return Problem.Conflict($"Item {item} is {found.State.ToString().ToLowerInvariant()} already.");
            (found.State, found.Reason, found.By, found.SettledAt) = (ItemState.Failed, why, actor.Name, work.Now);
            work.Tell($"{actor.Name}: item {item} ({found.Text}) failed: {why}");
            return null;
        })), cancellation);

    private static Problem? Sign(MaintenanceWork work, int number, Tick tick)
    {
        var (plan, actor) = (work.Plan, work.Actor);
        // Sent again, because the answer was lost.
        if (plan.Items.SelectMany(i => i.Signed).FirstOrDefault(s => s.Key == tick.Key) is { } before)
            return before.Item == number && before.UserId == actor.Id ? null : Problem.Conflict("This key was already used for another tick. Use a new key for each one.");
        return ForItem(work, number, item =>
        {
            var own = item.Standing.FirstOrDefault(s => s.UserId == actor.Id);
            if (own is not null && item.State == ItemState.Done) return null;
            if (own is not null) return Problem.Conflict(item.Complete || item.Signatures > item.Standing.Count()
                ? $"You signed item {number} already; the second signature is somebody else's." : $"You signed item {number} already; its step has not said that all is well.");
            if (PlanFlow.Blocked(plan, item) is { } blocked) return Problem.Conflict(blocked);
            if (item.State == ItemState.Skipped) return Problem.Conflict($"{item.By} skipped item {number}: {item.Reason}");
            if (item is { Signatures: 0, Outcome: not StepOutcome.Judge, State: not ItemState.Done }) return Problem.Conflict($"Item {number} signs itself when its step is done. Run it.");
            if (item.Runs && item.Outcome is StepOutcome.None or StepOutcome.Running or StepOutcome.NotMet && item.State != ItemState.Done && item.Runs)
                return Problem.Conflict(item.Outcome == StepOutcome.Running ? $"The step of item {number} is still running." : $"Run the step of item {number} first; then sign what came of it.");
            if (tick.Note?.Length > LongestNote) return Problem.Invalid($"A note has at most {LongestNote:N0} characters.", "note");
            // A clock that is wrong does not make a tick that is not yet, or older than the plan.
            var ticked = tick.TickedAt?.ToUniversalTime() is { } at && at < work.Now.AddSeconds(-30) && at >= plan.CreatedAt ? at : (DateTimeOffset?)null;
            item.Signed.Add(new() { Id = Guid.CreateVersion7(work.Now), Plan = plan.Number, Item = number, Key = tick.Key, UserId = actor.Id, Name = actor.Name, At = work.Now, TickedAt = ticked, Note = Short(tick.Note) });
            work.Db.Entry(item.Signed[^1]).State = EntityState.Added;
            if (item.State is ItemState.Open or ItemState.Failed && item.Complete)
                (item.State, item.SettledAt, item.Reason, item.By) = (ItemState.Done, work.Now, item.Runs ? item.Reason : null, null);
            work.Tell($"{actor.Name} signed item {number} ({item.Text}){(ticked is null ? "" : $", ticked at {ticked:HH:mm} UTC without a network")}{(Short(tick.Note) is { } note ? $": {note}" : "")}");
            return null;
        });
    }

    private static Problem? ForItem(MaintenanceWork work, int number, Func<MaintenanceItem, Problem?> act) =>
        work.Plan.Items.FirstOrDefault(i => i.Number == number) is { } item ? act(item) : Problem.NotFound($"{work.Plan.Name} has no item {number}.");

    private static string? Short(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > LongestNote } much ? much[..LongestNote] : text.Trim();
}
