using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Executions;

/// <summary>Whether a step may and can run as asked. Null means yes.</summary>
internal static class StepCheck
{
    /// <summary>Before anything is looked up: whether they may anywhere.</summary>
    public static Problem? May(Actor actor, string verb) => actor.MaySomewhere(Permission.RunSteps) ? null : actor.May(Permission.RunSteps, toDoWhat: verb);

    /// <param name="system">Slug.</param>
    public static Problem? May(Actor actor, string verb, OpsEnvironment? environment, string? system) => actor.May(Permission.RunSteps, environment?.Name, system, verb);

    /// <summary>Before anything is looked up: whether they may approve anywhere.</summary>
    public static Problem? MayApprove(Actor actor, string verb) => actor.MaySomewhere(Permission.Approve) ? null : actor.May(Permission.Approve, toDoWhat: $"{verb} changes");

    /// <summary>The one who asked is never the one who approves.</summary>
    /// <param name="verb">"approve" or "reject".</param>
    public static Problem? MayApprove(Actor actor, Execution execution, string verb) =>
        actor.May(Permission.Approve, execution.Environment?.Name, execution.System, $"{verb} changes")
        ?? (actor.Id == execution.RequestedById ? Problem.Forbidden($"You asked for it yourself, so somebody else has to {verb} it.") : null);

    public static Problem? Environment(OpsEnvironment? environment, string name) => environment switch
    {
        null => Problem.Invalid($"There is no environment \"{name}\". Choose one of those under Environments.", "environment"),
        _ => null,
    };

    public static Problem? Step(RunnableStep found, OpsEnvironment environment, IReadOnlyDictionary<string, string> values)
    {
        var step = found.Step;
        if (step.Mode == StepMode.Manual || step.Action is null)
            return Problem.Invalid($"This step is done by hand: {step.ManualReason ?? "the portal has no action for it."}", "step");
        if (step.Action.Principal is KubernetesAction && !environment.HasCluster)
            return Problem.Invalid($"The environment {environment.Name} has no cluster. Give it a kubeconfig under Environments, then run the step again.", "environment");
        foreach (var name in step.Parameters)
        {
            if (!values.TryGetValue(name, out var value) || string.IsNullOrWhiteSpace(value)) return Problem.Invalid($"Give a value for {name}.", name);
            if (value.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t') || c is >= '\uE000' and <= '\uF8FF'))
                return Problem.Invalid($"The value for {name} has characters that cannot be typed. Type it anew.", name);
        }
        return null;
    }
}
