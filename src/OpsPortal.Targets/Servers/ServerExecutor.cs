using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Servers;

/// <summary>Does an action on the server that the environment binds to it; where none is bound, in the container as the command says.</summary>
internal abstract class ServerExecutor<TAction> : IActionExecutor where TAction : StepAction
{
    public Type ActionType => typeof(TAction);

    public Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var place = PlaceOf((TAction)action);
        if (ServerFinder.Find(place, Servers(context.Targets), context) is { } server) return ExecuteAsync((TAction)action, server, context, cancellation);
        return InsideOf((TAction)action, place, context) is { } inside ? context.RunAsync(inside, [], context, cancellation) : Task.FromResult(ActionOutcome.Failure(ServerFinder.Missing(place, Kind, Servers(context.Targets), context)));
    }

    public async Task<ActionPreview> PreviewAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        var place = PlaceOf((TAction)action);
        if (action.Risk == Risk.Read && context.Input is null) return new() { Effects = [], Reversal = Reversal.Impossible("It only reads: there is nothing to put back.") };
        if (ServerFinder.Find(place, Servers(context.Targets), context) is { } server) return await PreviewAsync((TAction)action, server, context, cancellation);
        return InsideOf((TAction)action, place, context) is { } inside
            ? ActionPreview.NotKnown($"It is run in its container ({ParameterText.Display(inside.Sentence)}), where it cannot be tried. Bind the {Kind} in the environment, and it can.")
            : new() { Refusal = ServerFinder.Missing(place, Kind, Servers(context.Targets), context) };
    }

    /// <summary>See <see cref="IActionExecutor.PreviewAsync"/>.</summary>
    protected virtual Task<ActionPreview> PreviewAsync(TAction action, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(ActionPreview.NotKnown("This kind of action cannot be tried beforehand."));

    /// <summary>What a prompt is to be given with nobody there to type, in the words of its command line; empty where it needs nothing.</summary>
    protected virtual IReadOnlyList<string> Typed(TAction action) => [];

    private StepAction? InsideOf(TAction action, ServerPlace place, ActionContext context) =>
        context.Input is null && Typed(action) is { Count: > 0 } words && place.Inside is IProgramInContainer prompt ? prompt.With(words) : place.Inside;

    protected abstract ServerPlace PlaceOf(TAction action);

    protected abstract IReadOnlyList<ServerBinding> Servers(TargetSettings targets);

    /// <summary>For a sentence: "database".</summary>
    protected abstract string Kind { get; }

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, ServerBinding server, ActionContext context, CancellationToken cancellation);
}
