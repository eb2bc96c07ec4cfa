using System.Runtime.CompilerServices;
using System.Text;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Tests.Sandbox.Api;

/// <summary>Containers that log five lines and know <c>echo</c>, <c>cat</c> and nothing else. Following goes on until <see cref="EndLogs"/>.</summary>
public sealed class FakePodRuntime : IPodRuntime
{
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public static DateTimeOffset LoggedAt { get; } = new(2026, 11, 21, 6, 0, 0, TimeSpan.Zero);

    public void EndLogs() => ended.TrySetResult();

    public IAsyncEnumerable<PodLogLine>? Logs(string @namespace, string pod, string container, bool previous, bool follow, DateTimeOffset? since, CancellationToken cancellation) =>
        previous ? null : Lines(container, follow, since, cancellation);

    private async IAsyncEnumerable<PodLogLine> Lines(string container, bool follow, DateTimeOffset? since, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var i = 1; i <= 5; i++)
            if (since is null || LoggedAt.AddSeconds(i) >= since) yield return new(LoggedAt.AddSeconds(i), $"{container} line {i}");
        if (!follow) yield break;
        await ended.Task.WaitAsync(cancellation);
        yield return new(LoggedAt.AddSeconds(6), $"{container} last line");
    }

    public async Task<int> ExecAsync(string @namespace, string pod, string container, IReadOnlyList<string> command, Stream input, Stream output, Stream error, CancellationToken cancellation)
    {
        switch (command[0])
        {
            case "echo":
                await output.WriteAsync(Encoding.UTF8.GetBytes(string.Join(' ', command.Skip(1)) + "\n"), cancellation);
                return 0;
            case "cat":
                await input.CopyToAsync(output, cancellation);
                return 0;
            default:
                await error.WriteAsync(Encoding.UTF8.GetBytes($"sh: {command[0]}: not found\n"), cancellation);
                return 127;
        }
    }

    public IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? Usage(string @namespace, string pod) =>
        new Dictionary<string, (long NanoCores, long Bytes)> { ["a"] = (12_000_000, 50 << 20) };

    public (long NanoCores, long Bytes)? NodeUsage(string node) => (500_000_000, 2L << 30);
}
