using OpsPortal.Runbooks.Actions.Docker;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Docker.Composing;

/// <summary>What the executors of compose have in common: the project is found first, and what is wrong with its file is an outcome.</summary>
internal abstract class ComposeExecutor<TAction> : DockerExecutor<TAction> where TAction : ComposeAction
{
    protected sealed override async Task<ActionOutcome> ExecuteAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            return await ExecuteAsync(action, await ComposeProject.FindAsync(action, api, context, cancellation), api, context, cancellation);
        }
        catch (ComposeException wrong)
        {
            await context.Output.ErrorAsync(wrong.Message, cancellation);
            return ActionOutcome.Failure(wrong.Message, 1);
        }
    }

    protected sealed override async Task<ActionPreview> PreviewAsync(TAction action, DockerApi api, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            return await PreviewAsync(action, await ComposeProject.FindAsync(action, api, context with { Output = Silence.Instance }, cancellation), api, context, cancellation);
        }
        catch (ComposeException wrong)
        {
            return new() { Refusal = wrong.Message, Reversal = Reversal.Impossible("Nothing would be changed.") };
        }
    }

    /// <summary>See <see cref="IActionExecutor.PreviewAsync"/>.</summary>
    protected virtual Task<ActionPreview> PreviewAsync(TAction action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(ActionPreview.NotKnown("Docker has no dry run for this."));

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, ComposeProject project, DockerApi api, ActionContext context, CancellationToken cancellation);
}

/// <summary>How compose tells what it is doing, where nobody looks on: a line to the standard error for the beginning and the end of each act.</summary>
internal sealed class ComposeProgress(ActionContext context)
{
    public ValueTask SayAsync(string kind, string name, string what, CancellationToken cancellation) => context.Output.ErrorAsync($" {kind} {name}  {what}", cancellation);

    /// <summary>"Stopping", the request, "Stopped".</summary>
    public async Task DoAsync(string kind, string name, string doing, string done, Func<Task> request, CancellationToken cancellation)
    {
        await SayAsync(kind, name, doing, cancellation);
        await context.BeforeSideEffect(cancellation);
        try
        {
            await request();
        }
        catch (DockerApiException refused)
        {
            await SayAsync(kind, name, $"Error {refused.Message}", cancellation);
            throw;
        }
        await SayAsync(kind, name, done, cancellation);
    }
}
