using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>An executor of one action on a cluster.</summary>
internal abstract class KubernetesExecutor<TAction> : IActionExecutor where TAction : KubernetesAction
{
    public Type ActionType => typeof(TAction);

    public Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        ExecuteAsync((TAction)action, context, cancellation);

    public Task<string?> DescribeChangeAsync(StepAction action, ActionContext context, CancellationToken cancellation) =>
        DescribeChangeAsync((TAction)action, context, cancellation);

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, ActionContext context, CancellationToken cancellation);

    protected virtual Task<string?> DescribeChangeAsync(TAction action, ActionContext context, CancellationToken cancellation) => Task.FromResult<string?>(null);
}
