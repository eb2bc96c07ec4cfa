using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Filters;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Targets;

/// <summary>Finds who carries an action out, and puts the step's filters between it and the output.</summary>
public sealed class ActionDispatcher(IEnumerable<IActionExecutor> executors)
{
    private readonly Dictionary<Type, IActionExecutor> byAction = executors.ToDictionary(e => e.ActionType);

    public IReadOnlyCollection<Type> Actions => byAction.Keys;

    /// <summary>
    /// A refusal by the target is a failed outcome with its sentence; <see cref="TargetUnreachableException"/> and cancellation go through.
    /// A read stops early where a filter wants no more (<c>head</c>), which is success.
    /// </summary>
    public async Task<ActionOutcome> ExecuteAsync(StepAction action, IReadOnlyList<TextFilter> filters, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            using var pipeline = FilterPipeline.Create(filters, context.Output);
            var outcome = await RunAsync(action, pipeline, context, cancellation);
            await pipeline.CompleteAsync(cancellation);
            if (outcome.Succeeded && pipeline.Failure is { } failure) return ActionOutcome.Failure($"{outcome.Reason}; {failure}");
            return outcome.Succeeded && pipeline.NothingMatched ? outcome with { Reason = $"{outcome.Reason}; no line matched" } : outcome;
        }
        catch (KubernetesApiException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
        catch (FilterException refused)
        {
            return ActionOutcome.Failure(refused.Message);
        }
    }

    /// <summary>What is so now and will be changed; null where there is nothing to tell, or the target would not say.</summary>
    public async Task<string?> DescribeChangeAsync(StepAction action, ActionContext context, CancellationToken cancellation)
    {
        try
        {
            return await For(action).DescribeChangeAsync(action, context, cancellation);
        }
        catch (KubernetesApiException)
        {
            return null;
        }
    }

    private async Task<ActionOutcome> RunAsync(StepAction action, FilterPipeline pipeline, ActionContext context, CancellationToken cancellation)
    {
        var mayStop = action.Risk == Risk.Read;
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, mayStop ? pipeline.Finished : CancellationToken.None);
        try
        {
            return await For(action).ExecuteAsync(action, context with { Output = pipeline }, stopping.Token);
        }
        catch (OperationCanceledException) when (mayStop && pipeline.Finished.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ActionOutcome.Success("as much read as was asked for");
        }
    }

    private IActionExecutor For(StepAction action) =>
        byAction.GetValueOrDefault(action.GetType()) ?? throw new InvalidOperationException($"No executor for {action.GetType().Name}.");
}
