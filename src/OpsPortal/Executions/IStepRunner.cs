using OpsPortal.Environments;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;

namespace OpsPortal.Executions;

/// <summary>Carries a step out on the targets of its environment. The only way from an execution to the outside world.</summary>
public interface IStepRunner
{
    /// <param name="execution">With its environment, and with secret parameters filled in.</param>
    /// <param name="beforeSideEffect">Awaited right before the first request that changes anything (<see cref="ActionContext.BeforeSideEffect"/>).</param>
    /// <exception cref="TargetUnreachableException">The target could not be asked, or its answer was lost.</exception>
    Task<ActionOutcome> RunAsync(Execution execution, IOutput output, Func<CancellationToken, ValueTask> beforeSideEffect, CancellationToken cancellation);

    /// <summary>What is so now and will be changed ("from 3"); null where there is nothing to tell.</summary>
    /// <exception cref="TargetUnreachableException">The target could not be asked.</exception>
    Task<string?> DescribeChangeAsync(StepAction action, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation);
}
