using Microsoft.Extensions.DependencyInjection;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;

namespace OpsPortal.Tests.Targets.Kubernetes;

/// <summary>The sample cluster, the dispatcher, and what came out.</summary>
public sealed class Bench
{
    public FakeCluster Cluster { get; } = SampleCluster.Create();
    public RecordedOutput Output { get; init; } = new();

    /// <summary>How many changes had been sent each time a side effect was announced.</summary>
    public List<int> Announced { get; } = [];
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public StepFiles Files { get; } = new();

    /// <summary>Lines that are piped in; null where nothing is.</summary>
    public IReadOnlyList<string>? Input { get; init; }

    private ActionContext Context => new()
    {
        Kubernetes = Cluster,
        Output = Output,
        Time = Time,
        DefaultNamespace = "shop",
        Files = Files,
        Input = Input?.ToAsyncEnumerable(),
        BeforeSideEffect = _ =>
        {
            Announced.Add(Cluster.Changes.Count);
            return ValueTask.CompletedTask;
        },
    };

    private static readonly ServiceProvider Targets = new ServiceCollection().AddSingleton(TimeProvider.System).AddTargets().BuildServiceProvider();

    public static ActionDispatcher Dispatcher { get; } = Targets.GetRequiredService<ActionDispatcher>();

    public static IActionExecutor Executor(StepAction action) => Targets.GetServices<IActionExecutor>().Single(e => e.ActionType == action.GetType());

    public Task<ActionOutcome> RunAsync(StepAction action, params TextFilter[] filters) => Dispatcher.ExecuteAsync(action, filters, Context, default);
    public Task<ActionOutcome> RunAsync(StepAction action, CancellationToken cancellation) => Dispatcher.ExecuteAsync(action, [], Context, cancellation);
}
