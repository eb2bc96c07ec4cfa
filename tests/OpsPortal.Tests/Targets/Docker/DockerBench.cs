using OpsPortal.Runbooks.Actions;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Docker;

/// <summary>Runs commands as a runbook writes them against an Engine, and keeps what they print.</summary>
public sealed class DockerBench(DockerSettings? settings)
{
    public RecordedOutput Output { get; init; } = new();
    public MemoryFiles Files { get; } = new();
    public IAsyncEnumerable<string>? Input { get; init; }
    public int SideEffects { get; private set; }

    public ActionContext Context => new()
    {
        Kubernetes = SampleCluster.Create(),
        Output = Output,
        Time = TimeProvider.System,
        Targets = new() { Docker = settings },
        Files = Files,
        Input = Input,
        BeforeSideEffect = _ =>
        {
            SideEffects++;
            return ValueTask.CompletedTask;
        },
        KeepAsync = (record, _) =>
        {
            Kept.Add(record);
            return ValueTask.CompletedTask;
        },
    };

    public List<ChangeRecord> Kept { get; } = [];

    public Task<ActionOutcome> RunAsync(StepAction action) => Bench.Dispatcher.ExecuteAsync(action, [], Context, default);

    /// <summary>What it would do; fails where the preview announces a side effect or keeps something.</summary>
    public async Task<ActionPreview> PreviewAsync(string command)
    {
        var (announced, kept) = (SideEffects, Kept.Count);
        var preview = await Bench.Executor(Action(command)).PreviewAsync(Action(command), Context, default);
        Assert.Equal((announced, kept), (SideEffects, Kept.Count));
        return preview;
    }

    public Task<ActionOutcome> RunAsync(string command, CancellationToken cancellation = default)
    {
        var compiled = Compiled.Of(command);
        return Bench.Dispatcher.ExecuteAsync(compiled.Action ?? throw new InvalidOperationException(compiled.ManualReason), compiled.Filters, Context, cancellation);
    }

    public static StepAction Action(string command) => Compiled.Of(command).Action!;
}

/// <summary>Files in memory, by name.</summary>
public sealed class MemoryFiles : IStepFiles
{
    public Dictionary<string, byte[]> All { get; } = [];

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(All.TryGetValue(name, out var content) ? new MemoryStream(content, writable: false) : null);

    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([.. All.Keys.Where(k => k.StartsWith(pattern.Split('*')[0], StringComparison.Ordinal))]);

    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => Task.FromResult<Stream>(new Written(this, name));

    private sealed class Written(MemoryFiles files, string name) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            files.All[name] = ToArray();
            base.Dispose(disposing);
        }
    }
}
