using OpsPortal.Environments;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;

namespace OpsPortal.Executions;

/// <summary>Connects an execution to the targets of its environment.</summary>
public sealed class StepRunner(IClusterConnections clusters, ActionDispatcher dispatcher, TimeProvider time) : IStepRunner
{
    public Task<ActionOutcome> RunAsync(Execution execution, IOutput output, Func<CancellationToken, ValueTask> beforeSideEffect, CancellationToken cancellation) =>
        dispatcher.ExecuteAsync(
            execution.Action, execution.Filters,
            Context(execution.Environment!, execution.DefaultNamespace, output) with { BeforeSideEffect = beforeSideEffect }, cancellation);

    public Task<string?> DescribeChangeAsync(StepAction action, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation) =>
        dispatcher.DescribeChangeAsync(action, Context(environment, defaultNamespace, Discard.Output), cancellation);

    private ActionContext Context(OpsEnvironment environment, string? defaultNamespace, IOutput output)
    {
        var cluster = clusters.For(environment);
        return new ActionContext
        {
            Kubernetes = cluster.Api,
            DefaultNamespace = defaultNamespace ?? cluster.DefaultNamespace,
            Output = output,
            Time = time,
        };
    }

    private sealed class Discard : IOutput
    {
        public static readonly Discard Output = new();
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
