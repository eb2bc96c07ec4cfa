using System.Text;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Targets;
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
        var context = new ActionContext
        {
            Kubernetes = SampleCluster.Create(),
            Output = Output,
            Time = Time,
            Targets = Targets,
            Files = this,
            Input = Input.Count == 0 ? null : Lines(),
            ShowAsync = (view, _) => { Views.Add(view); return ValueTask.CompletedTask; },
            BeforeSideEffect = _ => { Announced++; return ValueTask.CompletedTask; },
        };
        return Bench.Dispatcher.ExecuteAsync(compiled.Action.Bind(bound), [.. compiled.Filters.Select(f => f.Bind(bound))], context, cancellation);
    }

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
