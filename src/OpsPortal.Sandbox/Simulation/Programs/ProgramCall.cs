using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>One program being run in a container: what it was given, and the world around it.</summary>
internal sealed record ProgramCall(
    IReadOnlyList<string> Arguments, TextReader Input, TextWriter Output, TextWriter Error, ContainerWorld World, CancellationToken Cancellation)
{
    public async Task<int> Say(string text)
    {
        await Output.WriteAsync(text.Length == 0 || text.EndsWith('\n') ? text : text + "\n");
        return 0;
    }

    public async Task<int> Fail(string text, int exit = 1)
    {
        await Error.WriteAsync(text.EndsWith('\n') ? text : text + "\n");
        return exit;
    }
}

/// <summary>The surroundings of a program: its pod, its container, and the cluster.</summary>
internal sealed record ContainerWorld(ClusterStore Store, FaultBoard Faults, ImageCatalog Images, Lazy<SystemApis> Apis, PodLife Life, JsonObject Pod, JsonObject Container, PulledImage Image, ContainerScratch Scratch)
{
    public string Namespace => Pod.Namespace!;
    public ProfileDefinition Profile => Image.Profile;
    public PodVariables Variables { get; } = PodVariables.Of(Store, Pod, Container);
    public DateTimeOffset Now => Store.Time.GetUtcNow();

    /// <summary>How another pod's container behaves; null where its image is unknown.</summary>
    public ProfileDefinition? ProfileOf(JsonObject pod) =>
        pod.List("spec", "containers") is [var first, ..] ? Images.Find(first.Text("image") ?? "")?.Profile : null;
}

/// <summary>What programs changed in a container's files; gone with the container.</summary>
internal sealed class ContainerScratch
{
    private readonly HashSet<string> emptied = [];

    public void Empty(string directory)
    {
        lock (emptied) emptied.Add(directory);
    }

    public bool IsEmptied(string directory)
    {
        lock (emptied) return emptied.Contains(directory);
    }
}
