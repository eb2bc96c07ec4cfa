using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Templates;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker;

/// <summary>What the executors of Docker actions have in common: one connection to the Engine, and its refusals as outcomes.</summary>
internal abstract class DockerExecutor<TAction> : IActionExecutor where TAction : DockerAction
{
    public Type ActionType => typeof(TAction);

    public async Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        using var api = await DockerApi.ConnectAsync(context.Targets.Docker, cancellation);
        try
        {
            return await ExecuteAsync((TAction)action, api, context, cancellation);
        }
        catch (DockerApiException refused)
        {
            return await RefusedAsync(refused.Spoken, context, cancellation);
        }
        catch (GoTemplateException wrong)
        {
            return await RefusedAsync(wrong.Message, context, cancellation);
        }
    }

    public async Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Risk == Risk.Read) return new() { Reversal = Reversal.Impossible("It only reads: there is nothing to put back.") };
        using var api = await DockerApi.ConnectAsync(context.Targets.Docker, cancellation);
        try
        {
            return await PreviewAsync((TAction)action, api, context, cancellation);
        }
        catch (DockerApiException refused)
        {
            return new() { Refusal = refused.Message, Reversal = Reversal.Impossible("Nothing would be changed.") };
        }
    }

    /// <summary>See <see cref="IActionExecutor.PreviewAsync"/>.</summary>
    protected virtual Task<ActionPreview> PreviewAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(ActionPreview.NotKnown("Docker has no dry run for this."));

    /// <summary>Exactly what is sent.</summary>
    protected static PlannedRequest Call(HttpMethod method, string path) => new("Docker", $"{method} {path}");

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation);

    private static async Task<ActionOutcome> RefusedAsync(string said, ActionContext context, CancellationToken cancellation)
    {
        await context.Output.ErrorAsync(said, cancellation);
        return ActionOutcome.Failure(said, 1);
    }
}
