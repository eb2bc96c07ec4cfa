using OpsPortal.Environments;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;

namespace OpsPortal.Executions;

/// <summary>Carries a step out on the targets of its environment. The only way from an execution to the outside world.</summary>
public interface IStepRunner
{
    /// <param name="execution">With its environment, and with secret parameters filled in.</param>
    /// <exception cref="TargetUnreachableException">The target could not be asked, or its answer was lost.</exception>
    Task<ActionOutcome> RunAsync(Execution execution, Surroundings surroundings, CancellationToken cancellation);

    /// <summary>What is so now and will be changed ("from 3"); null where there is nothing to tell.</summary>
    /// <exception cref="TargetUnreachableException">The target could not be asked.</exception>
    Task<string?> DescribeChangeAsync(StepAction action, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation);
}

/// <summary>What an attempt gives to its step.</summary>
/// <param name="BeforeSideEffect">Awaited right before the first request that changes anything (<see cref="ActionContext.BeforeSideEffect"/>).</param>
public sealed record Surroundings(
    IOutput Output, IStepFiles Files, Func<ResultView, CancellationToken, ValueTask> ShowAsync, Func<CancellationToken, ValueTask> BeforeSideEffect);
