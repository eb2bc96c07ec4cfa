using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;

namespace OpsPortal.Targets.Flow;

/// <summary>An executor of one kind of flow or value.</summary>
internal abstract class FlowExecutor<TAction> : IActionExecutor where TAction : StepAction
{
    public Type ActionType => typeof(TAction);

    public Task<ActionOutcome> ExecuteAsync(StepAction action, ActionContext context, CancellationToken cancellation) => ExecuteAsync((TAction)action, context, cancellation);

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, ActionContext context, CancellationToken cancellation);
}

/// <summary>Does one part of a flow.</summary>
internal static class FlowRunner
{
    /// <summary>What a shell would call exit code 0.</summary>
    public static bool Holds(this ActionOutcome outcome) => outcome.Succeeded && !outcome.NothingMatched;

    /// <summary>Finds the part's lookups, does it, and turns the outcome of a negated part around.</summary>
    public static async Task<ActionOutcome> RunPartAsync(this ActionContext context, FlowPart part, CancellationToken cancellation)
    {
        var (values, refused) = await LookupResolver.ResolveAsync(part.Lookups, context, cancellation);
        var bound = part.Bind(values);
        var captured = part.Captures is null ? null : new CapturedOutput(context.Output, shows: false);
        var outcome = refused ?? await context.RunAsync(bound.Action, bound.Filters, captured is null ? context : context with { Output = captured }, cancellation);
        if (captured is not null) outcome = outcome with { Captured = captured.Text };
        if (!part.Negated || outcome.Signal != FlowSignal.None) return outcome;
        return outcome.Holds() ? ActionOutcome.Failure($"it was to fail, and did not: {outcome.Reason}") : ActionOutcome.Success($"it failed, as it was to: {outcome.Reason}");
    }
}
