using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Compiling;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Tests.Sandbox.Kubectl;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Verbs;

/// <summary>The sandbox cluster behind HTTPS, the real kubectl, and command lines as the portal compiles and runs them.</summary>
public sealed class SandboxPortal : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1.5);

    private readonly LivingCluster living = new();
    private readonly KubernetesClientFactory clients = new(TimeProvider.System, KubeconfigPolicy.Pasted);
    private int made;

    public Kubectl Kubectl => living.Admin;
    public OpsPortal.Sandbox.Simulation.SandboxCluster Cluster => living.Cluster;
    public IKubernetesApi Api => clients.For(living.Kubeconfig);

    public Task InitializeAsync() => living.InitializeAsync();

    public async Task DisposeAsync()
    {
        clients.Dispose();
        await living.DisposeAsync();
    }

    public void Dispose() => living.Dispose();

    /// <summary>A namespace of its own.</summary>
    public async Task<string> NamespaceAsync()
    {
        var name = $"test-{Interlocked.Increment(ref made)}";
        await Kubectl.RunAsync("create", "namespace", name);
        return name;
    }

    public async Task<(ActionOutcome Outcome, RecordedOutput Output)> RunAsync(string command, string @namespace, StepFiles? files = null, IReadOnlyList<string>? input = null, bool piped = false)
    {
        var compiled = CommandCompiler.Compile(Assert.Single(OpsPortal.Runbooks.Compiling.FenceReader.Read(command, "bash", 1)));
        Assert.True(compiled.Action is not null, compiled.ManualReason);
        var output = new RecordedOutput();
        using var impatience = new CancellationTokenSource(Patience);
        try
        {
            return (await Bench.Dispatcher.ExecuteAsync(compiled.Action!, compiled.Filters, Context(@namespace, output, files, input, piped), impatience.Token), output);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"{command} did not end within {Patience.TotalSeconds} seconds, and printed:\n{output.Out}");
        }
    }

    public Task<ActionOutcome> RunAsync(StepAction action, string @namespace) => Bench.Dispatcher.ExecuteAsync(action, [], Context(@namespace, new(), null, null, false), default);

    public static StepAction Action(string command) => CommandCompiler.Compile(Assert.Single(FenceReader.Read(command, "bash", 1))).Action!;

    private ActionContext Context(string @namespace, RecordedOutput output, StepFiles? files, IReadOnlyList<string>? input, bool piped) => new()
    {
        Kubernetes = Api,
        DefaultNamespace = @namespace,
        Output = output,
        Time = TimeProvider.System,
        Files = files ?? new(),
        Input = input?.ToAsyncEnumerable(),
        Piped = piped,
    };
}
