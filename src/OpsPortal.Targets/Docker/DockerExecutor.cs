using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Docker.Templates;

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

    public async Task<string?> DescribeChangeAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        using var api = await DockerApi.ConnectAsync(context.Targets.Docker, cancellation);
        try
        {
            return await DescribeAsync((TAction)action, api, context, cancellation);
        }
        catch (DockerApiException refused)
        {
            return refused.Message;
        }
    }

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation);

    protected virtual Task<string?> DescribeAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation) => Task.FromResult<string?>(null);

    private static async Task<ActionOutcome> RefusedAsync(string said, ActionContext context, CancellationToken cancellation)
    {
        await context.Output.ErrorAsync(said, cancellation);
        return ActionOutcome.Failure(said, 1);
    }
}
