using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Executions.Reverts;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Executions;

/// <summary>Connects an execution to the targets of its environment.</summary>
public sealed class StepRunner(TargetContexts contexts, ActionDispatcher dispatcher, KeptChanges reverts, ActingPeople people) : IStepRunner
{
    public async Task<ActionOutcome> RunAsync(Execution execution, Surroundings surroundings, CancellationToken cancellation)
    {
        if (execution.Environment!.ActAsPerson) Acting.As(await people.FindAsync(execution.RequestedById, cancellation));
        return await dispatcher.ExecuteAsync(
            execution.Action, execution.Filters, execution.Lookups, capture: execution.Captures is not null,
            contexts.For(execution.Environment!, execution.DefaultNamespace, surroundings.Output) with
            {
                System = execution.System,
                // nobody sees what becomes a secret parameter, so it has to be the value itself
                Piped = execution.CapturesSecret,
                Files = surroundings.Files,
                ShowAsync = surroundings.ShowAsync,
                BeforeSideEffect = surroundings.BeforeSideEffect,
                KeepAsync = surroundings.KeepAsync,
                FindRevertAsync = reverts.FindAsync,
            },
            cancellation);
    }

    public async Task<ActionPreview> PreviewAsync(Execution execution, IStepFiles files, CancellationToken cancellation)
    {
        // as whoever asked for it, also where somebody else looks: it will be done in their name
        if (execution.Environment!.ActAsPerson) Acting.As(await people.FindAsync(execution.RequestedById, cancellation));
        var context = contexts.For(execution.Environment!, execution.DefaultNamespace, Discard.Output) with { System = execution.System, Files = files, FindRevertAsync = reverts.FindAsync };
        return await dispatcher.PreviewAsync(execution.Action, execution.Filters, execution.Lookups, context, cancellation);
    }

    private sealed class Discard : IOutput
    {
        public static readonly Discard Output = new();
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
