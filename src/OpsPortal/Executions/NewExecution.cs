using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions.Plans;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Http;

namespace OpsPortal.Executions;

/// <summary>From a step and values to a row.</summary>
public sealed class NewExecution(SecretParameters secrets, EnvironmentVault vault, TimeProvider time)
{
    /// <param name="found">Checked by <see cref="StepCheck"/>.</param>
    /// <param name="values">Those that the step does not name are left aside.</param>
    public Execution Of(Actor actor, RunnableStep found, OpsEnvironment environment, IReadOnlyDictionary<string, string> values, string key, Guid? run, long? incident = null, (long? Plan, int? Item) maintenance = default)
    {
        var step = found.Step;
        var hidden = found.Parameters.Where(p => p.Secret).Select(p => p.Name).ToHashSet();
        var shown = step.Parameters.Where(name => !hidden.Contains(name)).ToDictionary(name => name, name => values[name]);
        // The environment's own word comes first: somebody set it for just this place.
        var place = environment.DefaultNamespace ?? found.DefaultNamespace;
        var action = Placed(step.Action!.Bind(shown), place);
        var now = time.GetUtcNow();
        var risk = (Risk)Math.Max((int)step.Risk, (int)RiskHere(action, environment));
        return new()
        {
            Key = key,
            RunbookId = found.RunbookId,
            RunbookVersion = found.RunbookVersion,
            StepId = step.Id,
            Title = step.Title,
            Source = step.Source,
            Action = action,
            Filters = [.. step.Filters.Select(f => f.Bind(shown))],
            Lookups = [.. step.Lookups.Select(l => l.Bind(shown))],
            Expectation = step.Expectation,
            Captures = step.Captures,
            CapturesSecret = found.CapturesSecret,
            System = found.System,
            Parameters = shown,
            ProtectedParameters = secrets.Protect(step.Parameters.Where(hidden.Contains).ToDictionary(name => name, name => values[name])),
            Risk = risk,
            TargetKey = TargetKey.Of(action, risk),
            Live = step.Live || action.Live,
            DefaultNamespace = place,
            EnvironmentId = environment.Id,
            Environment = environment,
            RunId = run,
            Incident = incident,
            Maintenance = maintenance.Plan,
            MaintenanceItem = maintenance.Item,
            State = ExecutionState.Queued,
            Reason = ExecutionSentences.Queued(0),
            RequestedById = actor.Id,
            RequestedBy = actor.Name,
            CreatedAt = now,
        };
    }

    /// <summary>An environment may know of a request that it destroys something.</summary>
    private Risk RiskHere(StepAction action, OpsEnvironment environment) =>
        environment.Targets.DestructivePaths.Count == 0 ? action.Risk : DestructivePaths.RiskIn(action, vault.Targets(environment).Http);

    /// <summary>A change names its namespace even where the command leaves it out, so that question and audit do.</summary>
    private static StepAction Placed(StepAction action, string? place) =>
        action is KubernetesAction { Namespace: null } change && action.Risk > Risk.Read && place is not null ? change with { Namespace = place } : action;
}
