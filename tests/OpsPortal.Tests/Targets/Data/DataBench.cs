using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

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

    public List<ChangeRecord> Kept { get; } = [];

    public Task<ActionOutcome> RunAsync(StepAction action, IEnumerable<string>? input = null, CancellationToken cancellation = default) =>
        Bench.Dispatcher.ExecuteAsync(action, [], Context(input), cancellation);

    public Task<ActionPreview> PreviewAsync(string command, IEnumerable<string>? input = null) => PreviewAsync(Compiled.Of(command).Action!, input);

    /// <summary>What it would do; fails where the preview announces a side effect or keeps something.</summary>
    public async Task<ActionPreview> PreviewAsync(StepAction action, IEnumerable<string>? input = null)
    {
        var (effects, kept) = (SideEffects, Kept.Count);
        var preview = await Bench.Executor(action).PreviewAsync(action, Context(input), default);
        Assert.Equal((effects, kept), (SideEffects, Kept.Count));
        return preview;
    }

    private ActionContext Context(IEnumerable<string>? input) => new()
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
        KeepAsync = (record, _) =>
        {
            Kept.Add(record);
            return ValueTask.CompletedTask;
        },
        BeforeSideEffect = _ =>
        {
            SideEffects++;
            return ValueTask.CompletedTask;
        },
    };
}
