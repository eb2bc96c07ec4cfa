using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Systems;

namespace OpsPortal.Sandbox.Docker;

/// <summary>The containers, images, volumes and networks of a simulated Docker host. Safe for concurrent use.</summary>
internal sealed class DockerEngine
{
    /// <summary>Lines that are kept of a container over its stops.</summary>
    private const int MostKept = 20_000;

    private readonly Lock gate = new();
    private readonly Dictionary<string, DockerContainer> containers = [];
    private readonly DockerMachine machine;

    public DockerEngine(DockerMachine machine, SystemDefinition system)
    {
        this.machine = machine;
        Images = new(machine, system);
        Resources = new(machine.Now);
        foreach (var body in DockerSeed.Containers())
        {
            var container = New(body.Name, body.Config, DockerSeed.Age);
            container.Started = true;
            containers[container.Name] = container;
        }
    }

    public DockerImageStore Images { get; }
    public DockerResourceStore Resources { get; }
    public DockerMachine Machine => machine;
    public DateTimeOffset Now => machine.Now;

    /// <summary>Newest first, as docker lists them.</summary>
    public IReadOnlyList<DockerContainer> All()
    {
        lock (gate) return [.. containers.Values.OrderByDescending(c => c.CreatedAt).ThenBy(c => c.Name, StringComparer.Ordinal)];
    }

    /// <summary>By name, id or the beginning of an id.</summary>
    public DockerContainer Find(string name)
    {
        lock (gate)
            return containers.GetValueOrDefault(name.TrimStart('/')) ?? containers.Values.FirstOrDefault(c => name.Length > 1 && c.Id.StartsWith(name, StringComparison.Ordinal)) ?? throw DockerError.NoContainer(name);
    }

    public ContainerState StateOf(DockerContainer container)
    {
        var pod = container.Started ? machine.Pod(container.Name) : null;
        var status = DockerMachine.Status(pod);
        if (pod is null || status is null)
            return new(container.FinishedAt is null ? "created" : "exited", null, container.FinishedAt, container.ExitCode, null, 0, null, "");
        var restarts = (int)(status.Number("restartCount") ?? 0);
        var address = pod.Text("status", "podIP") ?? "";
        if (status.Time("state", "running", "startedAt") is { } started)
            return new(container.Paused ? "paused" : "running", started, container.FinishedAt, 0, pod.HasCondition("Ready") ? "healthy" : "starting", restarts, pod.Name, address);
        var code = (int)(status.Number("lastState", "terminated", "exitCode") ?? status.Number("state", "terminated", "exitCode") ?? 1);
        return new("restarting", status.Time("lastState", "terminated", "startedAt"), status.Time("lastState", "terminated", "finishedAt"), code, null, restarts, pod.Name, address);
    }

    public DockerContainer Create(string? name, JsonObject config)
    {
        var image = config.Text("Image") ?? throw new DockerError(400, "no command specified");
        if (!Images.Has(image)) throw DockerError.NoImage(image);
        if (!machine.Knows(image)) throw new DockerError(501, $"The sandbox runs only the images of its own systems, and {image} is none of them.");
        lock (gate)
        {
            name ??= $"sandbox_{containers.Count + 1}";
            if (containers.TryGetValue(name, out var taken))
                throw new DockerError(409, $"Conflict. The container name \"/{name}\" is already in use by container \"{taken.Id}\". You have to remove (or rename) that container to be able to reuse that name.");
            return containers[name] = New(name, config, TimeSpan.Zero);
        }
    }

    /// <summary>False where it ran already.</summary>
    public async Task<bool> StartAsync(DockerContainer container, CancellationToken cancellation)
    {
        if (container.Paused) throw new DockerError(409, "cannot start a paused container, try unpause instead");
        if (StateOf(container).Runs) return false;
        container.Started = true;
        await machine.StartAsync(container, cancellation);
        return true;
    }

    /// <summary>False where it stood still already.</summary>
    public async Task<bool> StopAsync(DockerContainer container, int exitCode, CancellationToken cancellation)
    {
        if (!container.Started) return false;
        await KeepAsync(container, cancellation);
        await machine.StopAsync(container, cancellation);
        (container.Started, container.Paused, container.FinishedAt, container.ExitCode) = (false, false, Now, exitCode);
        return true;
    }

    public void Pause(DockerContainer container, bool pause)
    {
        if (!StateOf(container).Runs) throw new DockerError(409, $"Container {container.Id} is not running");
        if (container.Paused == pause) throw new DockerError(pause ? 409 : 500, $"Container {container.Id} is {(pause ? "already" : "not")} paused");
        container.Paused = pause;
    }

    public async Task RemoveAsync(DockerContainer container, bool force, CancellationToken cancellation)
    {
        if (container.Started && !force)
            throw new DockerError(409, $"cannot remove container \"/{container.Name}\": container is {StateOf(container).Status}: stop the container before removing or force remove");
        await StopAsync(container, 137, cancellation);
        lock (gate) containers.Remove(container.Name);
    }

    /// <summary>Its log from the beginning; null <paramref name="since"/> means all of it.</summary>
    public async IAsyncEnumerable<PodLogLine> LogAsync(DockerContainer container, DateTimeOffset? since, bool follow, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        PodLogLine[] kept;
        lock (gate) kept = [.. container.Kept.Where(l => since is null || l.At >= since)];
        foreach (var line in kept) yield return line;
        if (StateOf(container) is not { Pod: { } pod } || DockerMachine.Status(machine.Pod(container.Name))?.Text("name") is not { } inner) yield break;
        if (machine.Runtime.Logs(machine.Namespace, pod, inner, previous: false, follow, since, cancellation) is not { } lines) yield break;
        await foreach (var line in lines.WithCancellation(cancellation)) yield return line;
    }

    private async Task KeepAsync(DockerContainer container, CancellationToken cancellation)
    {
        List<PodLogLine> lines = [];
        var before = container.Kept.Count > 0 ? container.Kept[^1].At + TimeSpan.FromTicks(1) : (DateTimeOffset?)null;
        await foreach (var line in LogAsync(container, before, follow: false, cancellation)) lines.Add(line);
        lock (gate)
        {
            container.Kept.AddRange(lines);
            if (container.Kept.Count > MostKept) container.Kept.RemoveRange(0, container.Kept.Count - MostKept);
        }
    }

    private DockerContainer New(string name, JsonObject config, TimeSpan age) => new()
    {
        Id = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}/{Now.Ticks}"))),
        Name = name,
        Image = config.Text("Image")!,
        CreatedAt = Now - age,
        Config = (JsonObject)config.DeepClone(),
    };
}
