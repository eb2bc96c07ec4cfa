using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Flow;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Filters;
using OpsPortal.Targets.Flow;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets;

/// <summary>Finds who carries an action out, and puts the step's filters between it and the output.</summary>
public sealed class ActionDispatcher(IEnumerable<IActionExecutor> executors)
{
    private readonly Dictionary<Type, IActionExecutor> byAction = executors.ToDictionary(e => e.ActionType);

    private static readonly TimeSpan PreviewPatience = TimeSpan.FromSeconds(20);

    public IReadOnlyCollection<Type> Actions => byAction.Keys;

    /// <summary>
    /// A refusal by the target is a failed outcome with its sentence; <see cref="TargetUnreachableException"/> and cancellation go through.
    /// A read stops early where a filter wants no more (<c>head</c>), which is success.
    /// </summary>
    public async Task<ActionOutcome> ExecuteAsync(StepAction action, IReadOnlyList<TextFilter> filters, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            context = context with { Records = context.Records ?? new(context.KeepAsync) };
            using var pipeline = FilterPipeline.Create(filters, context.Output, context.Files, context.Time);
            var outcome = await RunAsync(action, pipeline, context with { RunAsync = ExecuteAsync }, cancellation);
            await pipeline.CompleteAsync(cancellation);
            if (pipeline.Written is { } written) outcome = outcome with { Reason = $"{outcome.Reason}; {written}" };
            if (outcome.Succeeded && pipeline.Failure is { } failure) return ActionOutcome.Failure($"{outcome.Reason}; {failure}") with { HttpStatus = outcome.HttpStatus };
            return outcome.Succeeded && pipeline.NothingMatched ? outcome with { Reason = $"{outcome.Reason}; no line matched", NothingMatched = pipeline.EndsUnmatched } : outcome;
        }
        catch (KubernetesApiException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
        catch (FilterException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
        catch (StepFileException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
    }

    /// <summary>Finds the step's lookups first, in order, and fills their places.</summary>
    /// <param name="capture">Whether the output is wanted in <see cref="ActionOutcome.Captured"/>; it is written as well.</param>
    public async Task<ActionOutcome> ExecuteAsync(
        StepAction action, IReadOnlyList<TextFilter> filters, IReadOnlyList<Lookup> lookups, bool capture, ActionContext context, CancellationToken cancellation)
    {
        var (values, refused) = await LookupResolver.ResolveAsync(lookups, context with { RunAsync = ExecuteAsync }, cancellation);
        if (refused is not null) return refused;
        if (values.Count > 0) (action, filters) = (action.Bind(values), [.. filters.Select(f => f.Bind(values))]);
        var captured = capture ? new CapturedOutput(context.Output) : null;
        var outcome = await ExecuteAsync(action, filters, captured is null ? context : context with { Output = captured }, cancellation);
        return captured is null ? outcome : outcome with { Captured = captured.Text };
    }

    /// <summary>What the step would do now; nothing is changed and no file written. What takes too long to find out is not known.</summary>
    /// <exception cref="TargetUnreachableException">A target could not be asked.</exception>
    public async Task<ActionPreview> PreviewAsync(
        StepAction action, IReadOnlyList<TextFilter> filters, IReadOnlyList<Lookup> lookups, ActionContext context, CancellationToken cancellation)
    {
        var rehearsal = new Rehearsal();
        using var patience = new CancellationTokenSource(PreviewPatience, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, patience.Token);
        context = context with { Rehearsal = rehearsal, Files = new UnwrittenFiles(context.Files), BeforeSideEffect = Forbidden };
        try
        {
            return rehearsal.Told(await ExecuteAsync(action, filters, lookups, capture: false, context, either.Token));
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ActionPreview.NotKnown($"Finding out what it would do took longer than {PreviewPatience.TotalSeconds:0} seconds.");
        }

        static ValueTask Forbidden(CancellationToken cancellation) => throw new WouldChangeException();
    }

    private async Task<ActionOutcome> RunAsync(StepAction action, FilterPipeline pipeline, ActionContext context, CancellationToken cancellation)
    {
        var mayStop = action.Risk == Risk.Read;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, mayStop ? pipeline.Finished : CancellationToken.None);
        try
        {
            context = context with { Output = pipeline };
            if (action is FlowAction or RevertChange) return await For(action).ExecuteAsync(action, context, stopping.Token);
            if (context.Rehearsal is { } rehearsal && await rehearsal.PassAsync(For(action), action, context, stopping.Token) is { } passed) return passed;
            return await For(action).ExecuteAsync(action, mayStop ? context : context with { KeepAsync = context.Records!.Place() }, stopping.Token);
        }
        catch (WouldChangeException) when (context.Rehearsal is not null)
        {
            return await context.Rehearsal.PreviewAsync(For(action), action, context, stopping.Token);
        }
        catch (OperationCanceledException) when (mayStop && pipeline.Finished.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ActionOutcome.Success("as much read as was asked for");
        }
    }

    private IActionExecutor For(StepAction action) =>
        byAction.GetValueOrDefault(action.GetType()) ?? throw new InvalidOperationException($"No executor for {action.GetType().Name}.");
}
