using System.Collections.Concurrent;
using System.Text;
using OpsPortal.Sandbox.Http;
using OpsPortal.Sandbox.Simulation.Faults;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>Runs programs in containers. Nothing is executed: each program is a function of its arguments and the cluster's state.</summary>
internal sealed class ProgramRunner(ClusterStore store, PodLives lives, ImageCatalog images, FaultBoard faults, Lazy<SystemApis> apis)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly ConcurrentDictionary<(string Uid, string Container, int Restarts), ContainerScratch> scratches = [];

    public async Task<int> RunAsync(
        string ns, string pod, string container, IReadOnlyList<string> command, Stream input, Stream output, Stream error, CancellationToken cancellation)
    {
        await using var outWriter = new StreamWriter(output, Utf8, leaveOpen: true) { NewLine = "\n" };
        await using var errorWriter = new StreamWriter(error, Utf8, leaveOpen: true) { NewLine = "\n", AutoFlush = true };
        using var reader = new StreamReader(input, Utf8, leaveOpen: true);
        var call = new ProgramCall(command, reader, outWriter, errorWriter, null!, cancellation);
        if (World(ns, pod, container) is not { } world) return await call.Fail($"error: container {container} of pod {pod} is not running", 1);
        if (command.Count == 0) return await call.Fail("error: you must specify at least one command for the container", 1);
        return await Start(call with { World = world, Arguments = [.. command.Skip(1)] }, command[0]);
    }

    /// <summary>Runs a program by name, as a shell or the runtime would find it.</summary>
    private static async Task<int> Start(ProgramCall call, string name)
    {
        if (name is "sh" or "bash" or "/bin/sh" or "/bin/bash") return await new MiniShell(Invoke).RunAsync(call);
        if (Find(call.World, name) is { } program) return await program(call);
        return await call.Fail(
            $"OCI runtime exec failed: exec failed: unable to start container process: exec: \"{name}\": executable file not found in $PATH: unknown", 127);
    }

    private static async Task<int> Invoke(ProgramCall call, string name)
    {
        if (name is "sh" or "bash" or "/bin/sh" or "/bin/bash") return await new MiniShell(Invoke).RunAsync(call);
        return Find(call.World, name) is { } program ? await program(call) : await call.Fail($"sh: 1: {name}: not found", 127);
    }

    private static Func<ProgramCall, Task<int>>? Find(ContainerWorld world, string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (BaseProgram.Find(name) is { } common) return common;
        if (world.Profile.Programs.TryGetValue(name, out var scripted) && scripted.Answers.Count > 0)
            return call => ScriptedProgram.RunAsync(call, scripted);
        var present = scripted is not null
            || (world.Profile.Database is not null && DatabaseProgram.Names.Contains(name))
            || (world.Profile.Redis && RedisProgram.Names.Contains(name));
        return present ? DatabaseProgram.Find(name) ?? RedisProgram.Find(name) : null;
    }

    private ContainerWorld? World(string ns, string pod, string container)
    {
        if (store.Get(ResourceTypes.Pods, ns, pod) is not { } found || lives.Find(ns, pod) is not { } life) return null;
        var containers = found.List("spec", "containers");
        var spec = container.Length == 0 ? containers[0] : containers.FirstOrDefault(c => c.Text("name") == container);
        if (spec is null || lives.Find(ns, pod, spec.Text("name")!) is not { Stage: ContainerStage.Running } running) return null;
        var image = images.Find(spec.Text("image") ?? "");
        return image is null
            ? null
            : new(store, faults, images, apis, life, found, spec, image, scratches.GetOrAdd((life.Uid, running.Name, running.Restarts), _ => new ContainerScratch()));
    }
}
