using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Kubernetes.Previews;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>An executor of one action on a cluster.</summary>
internal abstract class KubernetesExecutor<TAction> : IActionExecutor where TAction : KubernetesAction
{
    public Type ActionType => typeof(TAction);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            if (Elsewhere((TAction)action, context) is { } refusal) return ActionOutcome.Failure(refusal);
            if (action.Risk != Risk.Read) context = context with { Kubernetes = new RecordingApi(context.Kubernetes, context.KeepAsync) };
            return await ExecuteAsync((TAction)action, context, cancellation);
        }
        catch (StepRefusal refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
    }

    /// <summary>The verb itself, with an API that lets the server try everything and keep nothing.</summary>
    public async Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        if (Elsewhere((TAction)action, context) is { } refusal) return new() { Refusal = refusal };
        return action.Risk == Risk.Read ? ClusterPreview.OfRead : await ClusterPreview.OfAsync((TAction)action, ExecuteAsync, context, cancellation);
    }

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, ActionContext context, CancellationToken cancellation);

    /// <summary>A command that names a context means that cluster and no other.</summary>
    private static string? Elsewhere(TAction action, ActionContext context) => action.Context is not { } wanted || context.Kubernetes.Identity.Context is var used && used == wanted ? null
        : $"The command names the context {wanted}, and this environment uses {used ?? "a connection without a name"}. Run it in the environment of {wanted}, or take --context out of the command.";
}
