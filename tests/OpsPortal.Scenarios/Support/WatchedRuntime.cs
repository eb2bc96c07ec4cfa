using System.Runtime.CompilerServices;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Scenarios.Support;

/// <summary>What runs in the pods, and signals when a program or a follow has begun and when it is over.</summary>
internal sealed class WatchedRuntime(IPodRuntime inner) : IPodRuntime
{
    public Watched Programs { get; } = new();
    public Watched Follows { get; } = new();

    public async Task<int> ExecAsync(string @namespace, string pod, string container, IReadOnlyList<string> command, Stream input, Stream output, Stream error, CancellationToken cancellation)
    {
        using var _ = Programs.Begin();
        return await inner.ExecAsync(@namespace, pod, container, command, input, output, error, cancellation);
    }

    public IAsyncEnumerable<PodLogLine>? Logs(string @namespace, string pod, string container, bool previous, bool follow, DateTimeOffset? since, CancellationToken cancellation)
    {
        var lines = inner.Logs(@namespace, pod, container, previous, follow, since, cancellation);
        return follow && lines is not null ? WatchAsync(lines, cancellation) : lines;
    }

    public IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? Usage(string @namespace, string pod) => inner.Usage(@namespace, pod);

    public (long NanoCores, long Bytes)? NodeUsage(string node) => inner.NodeUsage(node);

    private async IAsyncEnumerable<PodLogLine> WatchAsync(IAsyncEnumerable<PodLogLine> lines, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var _ = Follows.Begin();
        await foreach (var line in lines.WithCancellation(cancellation)) yield return line;
    }
}

/// <summary>The first time that something begins, and that it is over.</summary>
internal sealed class Watched
{
    private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Begun => begun.Task;
    public Task Over => over.Task;

    public IDisposable Begin()
    {
        begun.TrySetResult();
        return new Ending(over);
    }

    private sealed class Ending(TaskCompletionSource over) : IDisposable
    {
        public void Dispose() => over.TrySetResult();
    }
}
