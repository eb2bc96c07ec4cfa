namespace OpsPortal.Sandbox.Simulation;

/// <summary>What runs inside the sandbox's pods, as the API server needs it for logs, exec and metrics.</summary>
public interface IPodRuntime
{
    /// <summary>
    /// Lines of a container's log in time order. With <paramref name="follow"/> it goes on until cancelled or the container ends.
    /// Null where that container has no such log (a previous instance that never was).
    /// </summary>
    IAsyncEnumerable<PodLogLine>? Logs(string @namespace, string pod, string container, bool previous, bool follow, DateTimeOffset? since, CancellationToken cancellation);

    /// <summary>Runs a program of the container's image. Returns the exit code; 127 with a message on stderr where the image has no such program.</summary>
    Task<int> ExecAsync(string @namespace, string pod, string container, IReadOnlyList<string> command, Stream input, Stream output, Stream error, CancellationToken cancellation);

    /// <summary>CPU in nanocores and memory in bytes of each container; null where nothing has been measured yet.</summary>
    IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? Usage(string @namespace, string pod);

    (long NanoCores, long Bytes)? NodeUsage(string node);
}

public readonly record struct PodLogLine(DateTimeOffset At, string Text);
