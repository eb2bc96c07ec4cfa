using System.Collections.Concurrent;
using OpsPortal.Executions;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Scenarios.Support;

/// <summary>Stands in for the targets: counts what would have changed there, and does what a test tells it to.</summary>
public sealed class FakeStepRunner : IStepRunner
{
    /// <summary>What it does with a step; by default one line of output, the fence where it changes something, and success.</summary>
    public Func<Execution, IOutput, Func<CancellationToken, ValueTask>, CancellationToken, Task<ActionOutcome>> Run { get; set; }

    /// <summary>As <see cref="Run"/>, with everything that a step is given; null leaves it to that.</summary>
    public Func<Execution, Surroundings, CancellationToken, Task<ActionOutcome>>? RunIn { get; set; }

    /// <summary>What it tells beforehand.</summary>
    public Func<Execution, ActionPreview> Preview { get; set; } = execution => new() { Effects = [execution.Action.Sentence] };

    /// <summary>How often each execution passed the fence.</summary>
    public ConcurrentDictionary<long, int> SideEffects { get; } = new();

    /// <summary>How often each execution was carried out.</summary>
    public ConcurrentDictionary<long, int> Runs { get; } = new();

    public FakeStepRunner() => Run = async (execution, output, beforeSideEffect, cancellation) =>
    {
        await output.WriteAsync(OutputStream.Out, $"{execution.Action.Sentence}", cancellation);
        if (execution.Risk > Risk.Read) await beforeSideEffect(cancellation);
        return ActionOutcome.Success("done");
    };

    public async Task<ActionOutcome> RunAsync(Execution execution, Surroundings surroundings, CancellationToken cancellation)
    {
        Runs.AddOrUpdate(execution.Id, 1, (_, n) => n + 1);
        if (RunIn is { } all) return await all(execution, surroundings, cancellation);
        return await Run(execution, surroundings.Output, async token =>
        {
            await surroundings.BeforeSideEffect(token);
            SideEffects.AddOrUpdate(execution.Id, 1, (_, n) => n + 1);
        }, cancellation);
    }

    public Task<ActionPreview> PreviewAsync(Execution execution, IStepFiles files, CancellationToken cancellation) => Task.FromResult(Preview(execution));
}
