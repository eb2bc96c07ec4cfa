using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Kubernetes;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>Carries an action out against bound servers, and keeps what it said.</summary>
internal sealed class DataBench
{
    public List<ServerBinding> Databases { get; } = [];
    public List<ServerBinding> Redis { get; } = [];
    public RecordedOutput Output { get; set; } = new();
    public List<ResultView> Views { get; } = [];
    public IStepFiles Files { get; set; } = NoFiles.Instance;
    public string? System { get; set; }
    public string DefaultNamespace { get; set; } = "default";
    public int SideEffects { get; private set; }

    public string Out => Output.Out;
    public string Errors => Output.Errors;

    public Task<ActionOutcome> RunAsync(string command, IEnumerable<string>? input = null, CancellationToken cancellation = default)
    {
        var compiled = Compiled.Of(command);
        return compiled.Action is { } action ? RunAsync(action, input, cancellation) : throw new InvalidOperationException(compiled.ManualReason);
    }

    public Task<ActionOutcome> RunAsync(StepAction action, IEnumerable<string>? input = null, CancellationToken cancellation = default) =>
        Bench.Dispatcher.ExecuteAsync(action, [], new()
        {
            Kubernetes = new FakeCluster(),
            Targets = new() { Databases = Databases, Redis = Redis },
            System = System,
            DefaultNamespace = DefaultNamespace,
            Files = Files,
            Input = input?.ToAsyncEnumerable(),
            Output = Output,
            Time = TimeProvider.System,
            ShowAsync = (view, _) =>
            {
                Views.Add(view);
                return ValueTask.CompletedTask;
            },
            BeforeSideEffect = _ =>
            {
                SideEffects++;
                return ValueTask.CompletedTask;
            },
        }, cancellation);
}
