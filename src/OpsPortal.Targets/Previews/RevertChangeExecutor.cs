using OpsPortal.Runbooks.Actions;

namespace OpsPortal.Targets.Previews;

/// <summary>Does what the execution kept as its way back.</summary>
internal sealed class RevertChangeExecutor : IActionExecutor
{
    public Type ActionType => typeof(RevertChange);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        await context.FindRevertAsync((RevertChange)action, cancellation) is { } kept
            ? await context.RunAsync(kept, [], context, cancellation)
            : ActionOutcome.Failure($"The way back of exec {((RevertChange)action).Execution} is no longer kept, so nothing was put back.");
}
