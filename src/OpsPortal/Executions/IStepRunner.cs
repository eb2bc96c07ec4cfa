using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions;

/// <summary>Carries a step out on the targets of its environment. The only way from an execution to the outside world.</summary>
public interface IStepRunner
{
    /// <param name="execution">With its environment, and with secret parameters filled in.</param>
    /// <exception cref="TargetUnreachableException">The target could not be asked, or its answer was lost.</exception>
    Task<ActionOutcome> RunAsync(Execution execution, Surroundings surroundings, CancellationToken cancellation);

    /// <summary>What it would do now; nothing is changed.</summary>
    /// <param name="execution">With its environment, and with secret parameters filled in; it need not be stored.</param>
    /// <exception cref="TargetUnreachableException">The target could not be asked.</exception>
    Task<ActionPreview> PreviewAsync(Execution execution, IStepFiles files, CancellationToken cancellation);
}

/// <summary>What an attempt gives to its step.</summary>
/// <param name="KeepAsync">Keeps what stood before and the way back (<see cref="ActionContext.KeepAsync"/>).</param>
/// <param name="BeforeSideEffect">Awaited right before the first request that changes anything (<see cref="ActionContext.BeforeSideEffect"/>).</param>
public sealed record Surroundings(
    IOutput Output, IStepFiles Files, Func<ResultView, CancellationToken, ValueTask> ShowAsync, Func<CancellationToken, ValueTask> BeforeSideEffect,
    Func<ChangeRecord, CancellationToken, ValueTask> KeepAsync);
