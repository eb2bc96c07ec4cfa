namespace OpsPortal.Maintenance;

/// <summary>What may happen when. Pure: the plan with its phases and items in, a sentence out; null means yes.</summary>
public static class PlanFlow
{
    public static string Word(this MaintenanceState state) => state switch
    {
        MaintenanceState.AwaitingApproval => "awaiting approval",
        MaintenanceState.InProgress => "in progress",
        _ => state.ToString().ToLowerInvariant(),
    };

    public static bool IsOver(this MaintenanceState state) => state >= MaintenanceState.Completed;
    public static bool IsRunning(this MaintenanceState state) => state is MaintenanceState.InProgress or MaintenanceState.Verifying;

    public static string? WhyNotStart(MaintenancePlan plan) => plan.State switch
    {
        MaintenanceState.Scheduled => null,
        MaintenanceState.Draft => $"{plan.Name} is a draft. Schedule it first.",
        MaintenanceState.AwaitingApproval => $"{plan.Name} awaits approval by a second person.",
        var state when state.IsRunning() => $"{plan.Name} is under way already.",
        var state => $"{plan.Name} is {state.Word()}.",
    } ?? UnpassedGate(plan, plan.Phases.Where(p => p.Kind == PhaseKind.Pre));

    /// <summary>Why an item cannot be worked on now.</summary>
    public static string? Blocked(MaintenancePlan plan, MaintenanceItem item)
    {
        if (plan.State.IsOver()) return $"{plan.Name} is {plan.State.Word()}; its record is closed.";
        if (plan.State < MaintenanceState.Scheduled) return $"{plan.Name} is not scheduled yet.";
        var phase = plan.Phases.First(p => p.Position == item.Phase);
        if (plan.State == MaintenanceState.Scheduled && phase.Kind != PhaseKind.Pre) return $"{plan.Name} has not begun; start it first.";
        // After a rollback the way back is worked through whatever the gates said.
        if (plan.RolledBackAt is null && UnpassedGate(plan, plan.Phases.Where(p => p.Position < item.Phase)) is { } gate) return gate;
        return item.Ordered && plan.Items.Where(i => i.Phase == item.Phase && i.Number < item.Number && !i.Settled).MinBy(i => i.Number) is { } first
            ? $"Item {first.Number} comes first: {first.Text}" : null;
    }

    /// <summary>Why nobody can say go at the end of this phase yet.</summary>
    public static string? WhyNotGo(MaintenancePlan plan, MaintenancePhase phase) =>
        !phase.Gate ? $"There is no gate after {phase.Name}."
        : plan.State is MaintenanceState.Draft or MaintenanceState.AwaitingApproval ? $"{plan.Name} is not scheduled yet."
        : plan.State.IsOver() ? $"{plan.Name} is {plan.State.Word()}; its record is closed."
        : Open(plan.Items.Where(i => i.Phase == phase.Position)) is { } open ? $"Not all of {phase.Name} is done: {open}"
        : null;

    public static string? WhyNotComplete(MaintenancePlan plan)
    {
        if (!plan.State.IsRunning()) return plan.State.IsOver() ? $"{plan.Name} is {plan.State.Word()} already." : $"{plan.Name} has not begun.";
        if (plan.RolledBackAt is not null) return null;
        if (plan.Items.Where(i => i.State == ItemState.Failed).MinBy(i => i.Number) is { } failed)
            return $"Item {failed.Number} failed ({failed.Text}): {failed.Reason?.TrimEnd('.')}. Do it again, or roll back.";
        return Open(plan.Items) is { } open ? $"Not everything is done: {open}" : UnpassedGate(plan, plan.Phases);
    }

    /// <summary>A failed check after the work is mended or ends in a rollback; it is not passed over.</summary>
    public static string? WhyNotSkip(MaintenancePlan plan, MaintenanceItem item) =>
        item.Settled ? $"Item {item.Number} is {item.State.ToString().ToLowerInvariant()} already."
        : item.State == ItemState.Failed && plan.Phases.First(p => p.Position == item.Phase).Kind == PhaseKind.Post
            ? $"Item {item.Number} is a check that failed, which nobody skips: do it again, or roll back." : null;

    /// <summary>The plan enters the state that its items bring it to; true where it is another one.</summary>
    internal static bool Advance(MaintenancePlan plan, DateTimeOffset now)
    {
        if (plan.State != MaintenanceState.InProgress) return false;
        var after = plan.Phases.Where(p => p.Kind == PhaseKind.Post).Select(p => p.Position).ToHashSet();
        if (after.Count == 0 || plan.Items.Any(i => !after.Contains(i.Phase) && !i.Settled) || UnpassedGate(plan, plan.Phases.Where(p => !after.Contains(p.Position))) is not null) return false;
        (plan.State, plan.VerifyingAt, plan.Reason) = (MaintenanceState.Verifying, now, $"The work is done since {now:HH:mm} UTC; it is being verified.");
        return true;
    }

    private static string? UnpassedGate(MaintenancePlan plan, IEnumerable<MaintenancePhase> phases) =>
        phases.Where(p => p.Gate && p.Go != true).MinBy(p => p.Position) switch
        {
            null => null,
            { Go: false } stopped => $"{stopped.DecidedBy} said no-go after {stopped.Name}{(stopped.Note is null ? "" : $": {stopped.Note}")}.",
            var waits => $"{waits.Keeper ?? plan.Owner} has to say go after {waits.Name}.",
        };

    private static string? Open(IEnumerable<MaintenanceItem> items) =>
        items.Where(i => !i.Settled).OrderBy(i => i.Number).ToList() is { Count: > 0 } open
            ? open is [var only] ? $"item {only.Number} ({only.Text})." : $"items {string.Join(", ", open.Take(12).Select(i => i.Number))}{(open.Count > 12 ? ", …" : "")}." : null;
}
