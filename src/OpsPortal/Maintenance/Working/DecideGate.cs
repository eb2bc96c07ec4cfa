using OpsPortal.Access;

namespace OpsPortal.Maintenance.Working;

/// <summary>Go or no-go after a phase, by the one who is named.</summary>
public sealed class DecideGate(MaintenanceActs acts)
{
    public Task<Result<MaintenancePlan>> InvokeAsync(Actor actor, long number, int phase, bool go, string? note, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "decide go or no-go", go ? "maintenance.go" : "maintenance.noGo", work =>
        {
            var plan = work.Plan;
            if (plan.Phases.FirstOrDefault(p => p.Position == phase) is not { } found) return Done(Problem.NotFound($"{plan.Name} has no phase {phase}."));
            // Where a keeper is away, whoever administers the place decides, by name.
            if (found.KeeperId != actor.Id && actor.May(Permission.Administer, work.Environment) is not null)
                return Done(Problem.Forbidden($"{found.Keeper ?? plan.Owner} decides after {found.Name}; an administrator may where nobody can wait."));
            if (found.Go == go) return Done(null);
            if (go && PlanFlow.WhyNotGo(plan, found) is { } why) return Done(Problem.Conflict(why));
            if (!go && (plan.State.IsOver() || !found.Gate)) return Done(Problem.Conflict(PlanFlow.WhyNotGo(plan, found) ?? "It is over."));
            if (!go && string.IsNullOrWhiteSpace(note)) return Done(Problem.Invalid("Say why not; everybody who waits reads it.", "note"));
            (found.Go, found.DecidedBy, found.DecidedAt, found.Note) = (go, actor.Name, work.Now, string.IsNullOrWhiteSpace(note) ? null : note.Trim());
            work.Tell($"{actor.Name} said {(go ? "go" : "no-go")} after {found.Name}{(found.Note is { } said ? $": {said}" : "")}");
            return Done(null);
        }, cancellation);

    private static Task<Problem?> Done(Problem? problem) => Task.FromResult(problem);
}
