using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Logs;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Simulation.Programs;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Logs, programs and usage of the sandbox's pods.</summary>
internal sealed class PodRuntime(ClusterStore store, PodLives lives, ImageCatalog images, FaultBoard faults, Weathers weathers, PodUsage usage, Lazy<SystemApis> apis) : IPodRuntime
{
    private readonly PodLogs logs = new(store, lives, images, weathers);
    private readonly ProgramRunner programs = new(store, lives, images, faults, apis);

    public IAsyncEnumerable<PodLogLine>? Logs(
        string @namespace, string pod, string container, bool previous, bool follow, DateTimeOffset? since, CancellationToken cancellation) =>
        logs.Read(@namespace, pod, container, previous, follow, since, cancellation);

    public Task<int> ExecAsync(
        string @namespace, string pod, string container, IReadOnlyList<string> command, Stream input, Stream output, Stream error, CancellationToken cancellation) =>
        programs.RunAsync(@namespace, pod, container, command, input, output, error, cancellation);

    public IReadOnlyDictionary<string, (long NanoCores, long Bytes)>? Usage(string @namespace, string pod) => usage.Of(@namespace, pod);

    public (long NanoCores, long Bytes)? NodeUsage(string node) => usage.OfNode(node);
}
