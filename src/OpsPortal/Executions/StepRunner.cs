using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;

namespace OpsPortal.Executions;

/// <summary>Connects an execution to the targets of its environment.</summary>
public sealed class StepRunner(IClusterConnections clusters, EnvironmentVault vault, ActionDispatcher dispatcher, ActingPeople people, TimeProvider time) : IStepRunner
{
    public async Task<ActionOutcome> RunAsync(Execution execution, Surroundings surroundings, CancellationToken cancellation)
    {
        if (execution.Environment!.ActAsPerson) Acting.As(await people.FindAsync(execution.RequestedById, cancellation));
        return await dispatcher.ExecuteAsync(
            execution.Action, execution.Filters, execution.Lookups, capture: execution.Captures is not null,
            Context(execution.Environment!, execution.DefaultNamespace, surroundings.Output) with
            {
                System = execution.System,
                // nobody sees what becomes a secret parameter, so it has to be the value itself
                Piped = execution.CapturesSecret,
                Files = surroundings.Files,
                ShowAsync = surroundings.ShowAsync,
                BeforeSideEffect = surroundings.BeforeSideEffect,
            },
            cancellation);
    }

    public Task<string?> DescribeChangeAsync(StepAction action, OpsEnvironment environment, string? defaultNamespace, CancellationToken cancellation) =>
        dispatcher.DescribeChangeAsync(action, Context(environment, defaultNamespace, Discard.Output), cancellation);

    private ActionContext Context(OpsEnvironment environment, string? defaultNamespace, IOutput output)
    {
        var context = new ActionContext
        {
            NoCluster = EnvironmentVault.NoCluster(environment),
            DefaultNamespace = defaultNamespace ?? "default",
            Targets = vault.Targets(environment),
            Output = output,
            Time = time,
        };
        if (!environment.HasCluster) return context;
        var cluster = clusters.For(environment);
        return context with { Kubernetes = cluster.Api, DefaultNamespace = defaultNamespace ?? cluster.DefaultNamespace };
    }

    private sealed class Discard : IOutput
    {
        public static readonly Discard Output = new();
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
