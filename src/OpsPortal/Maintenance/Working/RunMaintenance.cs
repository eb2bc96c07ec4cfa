using OpsPortal.Access;

namespace OpsPortal.Maintenance.Working;

/// <summary>Begins a plan, and brings it to its end.</summary>
public sealed class RunMaintenance(MaintenanceActs acts)
{
    /// <summary>What one click adds, in minutes.</summary>
    public static IReadOnlyList<int> Extensions { get; } = [15, 30, 60];
    private const int LongestReason = 1_000;

    public Task<Result<MaintenancePlan>> StartAsync(Actor actor, long number, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "start maintenance", "maintenance.started", work => Done(() =>
        {
            var plan = work.Plan;
            if (plan.State.IsRunning()) return null;
            if (PlanFlow.WhyNotStart(plan) is { } why) return Problem.Conflict(why);
            if (plan.EndsAt <= work.Now) return Problem.Conflict("Its window is over. Choose a later one first.");
            if (plan.StartsAt - work.Now > TimeSpan.FromHours(24)) return Problem.Conflict($"It is planned for {plan.StartsAt:yyyy-MM-dd HH:mm} UTC. To begin so much earlier, move its window first, so that people are told.");
            (plan.State, plan.StartedAt) = (MaintenanceState.InProgress, work.Now);
            var early = plan.StartsAt - work.Now;
            plan.Reason = $"{actor.Name} started it at {work.Now:HH:mm} UTC{(early > TimeSpan.FromMinutes(1) ? $", {Frame.DurationText.Of(early)} early" : "")}.";
            work.Tell(plan.Reason);
            work.News.Add(new MaintenanceNews.Started());
            return null;
        }), cancellation);

    public Task<Result<MaintenancePlan>> CompleteAsync(Actor actor, long number, string? note, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "complete maintenance", "maintenance.completed", work => Done(() =>
        {
            var plan = work.Plan;
            if (plan.State == MaintenanceState.Completed) return null;
            if (PlanFlow.WhyNotComplete(plan) is { } why) return Problem.Conflict(why);
            (plan.State, plan.EndedAt) = (MaintenanceState.Completed, work.Now);
            plan.Reason = $"{actor.Name} completed it at {work.Now:HH:mm} UTC{(plan.RolledBackAt is null ? "" : ", rolled back")}{(Said(note) is { } said ? $": {said}" : ".")}";
            work.Tell(plan.Reason);
            work.News.Add(new MaintenanceNews.Completed(plan.RolledBackAt is not null));
            return null;
        }), cancellation);

    public Task<Result<MaintenancePlan>> CancelAsync(Actor actor, long number, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "cancel maintenance", "maintenance.cancelled", work => Done(() =>
        {
            var plan = work.Plan;
            if (plan.State == MaintenanceState.Cancelled) return null;
            if (plan.State == MaintenanceState.Completed) return Problem.Conflict($"{plan.Name} is completed already.");
            if (plan.State.IsRunning() && plan.Items.Exists(i => i.State != ItemState.Open && plan.Phases.First(p => p.Position == i.Phase).Kind != PhaseKind.Pre) && plan.RolledBackAt is null)
                return Problem.Conflict("Work was done already. Roll back, then complete it: the record has to say how things stand.");
            if (Said(reason) is not { } why) return Problem.Invalid("Say why; whoever was told of it reads it.", "reason");
            Cancel(work, $"{actor.Name} cancelled it: {why}");
            return null;
        }), cancellation);

    public Task<Result<MaintenancePlan>> ExtendAsync(Actor actor, long number, int minutes, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "extend maintenance", "maintenance.extended", work => Done(() =>
        {
            var plan = work.Plan;
            if (!plan.State.IsRunning()) return Problem.Conflict($"{plan.Name} is {plan.State.Word()}; only what is under way is extended.");
            if (minutes is < 1 or > 24 * 60) return Problem.Invalid("It is extended by 1 minute to 24 hours; give the minutes.", "minutes");
            // Whoever is late extends from now on: otherwise it would be over again at once.
            var from = plan.EndsAt > work.Now ? plan.EndsAt : work.Now;
            var by = from.AddMinutes(minutes) - plan.EndsAt;
            (plan.EndsAt, plan.OverranAt) = (from.AddMinutes(minutes), null);
            work.Tell($"{actor.Name} extended it by {minutes} minutes, to {plan.EndsAt:HH:mm} UTC");
            work.News.Add(new MaintenanceNews.Extended(by));
            return null;
        }), cancellation);

    /// <summary>From here on the way back is worked through; it can be completed whatever is still open.</summary>
    public Task<Result<MaintenancePlan>> RollBackAsync(Actor actor, long number, string? reason, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "roll maintenance back", "maintenance.rolledBack", work => Done(() =>
        {
            var plan = work.Plan;
            if (!plan.State.IsRunning()) return Problem.Conflict($"{plan.Name} is {plan.State.Word()}; there is nothing to roll back.");
            if (plan.RolledBackAt is not null) return null;
            if (Said(reason) is not { } why) return Problem.Invalid("Say why; it stands in the record.", "reason");
            (plan.RolledBackAt, plan.RolledBackBy, plan.RollbackReason) = (work.Now, actor.Name, why);
            plan.Reason = $"{actor.Name} rolls it back: {why}";
            work.Tell(plan.Reason);
            return null;
        }), cancellation);

    internal static void Cancel(MaintenanceWork work, string why)
    {
        var plan = work.Plan;
        (plan.State, plan.EndedAt, plan.Reason) = (MaintenanceState.Cancelled, work.Now, why);
        work.Tell(why);
        work.News.Add(new MaintenanceNews.Cancelled(plan.AnnouncedAt is not null || plan.StartedAt is not null));
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim() is { Length: > LongestReason } much ? much[..LongestReason] : text.Trim();

    private static Task<Problem?> Done(Func<Problem?> act) => Task.FromResult(act());
}
