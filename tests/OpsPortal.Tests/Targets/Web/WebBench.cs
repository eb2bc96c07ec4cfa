using System.Text;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Targets;
using OpsPortal.Targets.Previews;
using OpsPortal.Tests.Runbooks.Compiling;
using OpsPortal.Tests.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Web;

/// <summary>An environment's settings, files in memory, and what came out of a command.</summary>
public sealed class WebBench : IStepFiles
{
    public RecordedOutput Output { get; } = new();
    public List<ResultView> Views { get; } = [];
    public Dictionary<string, byte[]> Files { get; } = [];
    public TargetSettings Targets { get; set; } = new() { Http = new() { Allow = ["127.0.0.1", "localhost"] } };
    public TimeProvider Time { get; init; } = TimeProvider.System;
    public List<string> Input { get; init; } = [];

    /// <summary>How often a change was announced.</summary>
    public int Announced { get; private set; }

    public string File(string name) => Encoding.UTF8.GetString(Files[name]);

    public Task<ActionOutcome> RunAsync(string command, params (string Name, string Value)[] values) => RunAsync(Compiled.Of(command), default, values);

    public Task<ActionOutcome> RunAsync(CompiledCommand compiled, CancellationToken cancellation, params (string Name, string Value)[] values)
    {
        Assert.True(compiled.Action is not null, compiled.ManualReason);
        var bound = values.ToDictionary(v => v.Name, v => v.Value);
        return Bench.Dispatcher.ExecuteAsync(compiled.Action.Bind(bound), [.. compiled.Filters.Select(f => f.Bind(bound))], Context(), cancellation);
    }

    public List<ChangeRecord> Records { get; } = [];

    public Task<ActionOutcome> RunAsync(StepAction action) => Bench.Dispatcher.ExecuteAsync(action, [], Context(), default);

    /// <summary>What it would do; fails where the preview announces a side effect or keeps something.</summary>
    public async Task<ActionPreview> PreviewAsync(string command)
    {
        var (announced, kept) = (Announced, Records.Count);
        var action = Compiled.Of(command).Action!;
        var preview = await Bench.Executor(action).PreviewAsync(action, Context(), default);
        Assert.Equal((announced, kept), (Announced, Records.Count));
        return preview;
    }

    private ActionContext Context() => new()
    {
        Kubernetes = SampleCluster.Create(),
        Output = Output,
        Time = Time,
        Targets = Targets,
        Files = this,
        Input = Input.Count == 0 ? null : Lines(),
        ShowAsync = (view, _) => { Views.Add(view); return ValueTask.CompletedTask; },
        BeforeSideEffect = _ => { Announced++; return ValueTask.CompletedTask; },
        KeepAsync = (record, _) => { Records.Add(record); return ValueTask.CompletedTask; },
    };

    public Task<Stream?> OpenAsync(string name, CancellationToken cancellation) => Task.FromResult<Stream?>(Files.TryGetValue(name, out var bytes) ? new MemoryStream(bytes) : null);
    public Task<IReadOnlyList<string>> MatchAsync(string pattern, CancellationToken cancellation) => Task.FromResult<IReadOnlyList<string>>([]);
    public Task<Stream> CreateAsync(string name, bool append, CancellationToken cancellation) => Task.FromResult<Stream>(new Kept(this, name));

    private async IAsyncEnumerable<string> Lines()
    {
        foreach (var line in Input) yield return await Task.FromResult(line);
    }

    private sealed class Kept(WebBench bench, string name) : MemoryStream
    {
        protected override void Dispose(bool disposing)
        {
            bench.Files[name] = ToArray();
            base.Dispose(disposing);
        }
    }
}
