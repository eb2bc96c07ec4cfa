using System.Globalization;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>Containers as the Engine's API tells of them (docs.docker.com/engine/api/v1.43).</summary>
internal static class DockerView
{
    private static readonly DateTimeOffset Never = new(1, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static JsonObject Summary(DockerEngine engine, DockerContainer container)
    {
        var state = engine.StateOf(container);
        return new()
        {
            ["Id"] = container.Id,
            ["Names"] = new JsonArray($"/{container.Name}"),
            ["Image"] = container.Image,
            ["ImageID"] = $"sha256:{DockerImageStore.Id(DockerImageStore.Tagged(container.Image))}",
            ["Command"] = string.Join(' ', container.Command),
            ["Created"] = container.CreatedAt.ToUnixTimeSeconds(),
            ["Ports"] = Ports(container, state.Runs),
            ["Labels"] = container.Config["Labels"]?.DeepClone() ?? new JsonObject(),
            ["State"] = state.Status,
            ["Status"] = state.Spoken(engine.Now),
            ["HostConfig"] = new JsonObject { ["NetworkMode"] = container.Config.Text("HostConfig", "NetworkMode") ?? "bridge" },
            ["NetworkSettings"] = new JsonObject { ["Networks"] = Networks(engine, container, state) },
            ["Mounts"] = Mounts(container),
        };
    }

    public static JsonObject Detail(DockerEngine engine, DockerContainer container)
    {
        var state = engine.StateOf(container);
        var command = container.Command;
        var ports = new JsonObject();
        foreach (var (port, _) in container.Config["ExposedPorts"] as JsonObject ?? []) ports[port] = null;
        foreach (var group in container.Ports.GroupBy(p => p.Private))
            ports[group.Key] = state.Runs ? new JsonArray([.. group.Select(p => (JsonNode?)new JsonObject { ["HostIp"] = p.Address, ["HostPort"] = p.Public })]) : null;
        var now = new JsonObject
        {
            ["Status"] = state.Status,
            ["Running"] = state.Runs,
            ["Paused"] = state.Status == "paused",
            ["Restarting"] = state.Status == "restarting",
            ["OOMKilled"] = state.ExitCode == 137 && state.Status == "restarting",
            ["Dead"] = false,
            ["Pid"] = state.Runs ? 1000 + (int)(Naming.Hash(container.Id) % 30_000) : 0,
            ["ExitCode"] = state.ExitCode,
            ["Error"] = "",
            ["StartedAt"] = Nano(state.StartedAt ?? Never),
            ["FinishedAt"] = Nano(state.FinishedAt ?? Never),
        };
        if (state.Health is { } health) now["Health"] = new JsonObject { ["Status"] = health, ["FailingStreak"] = 0, ["Log"] = new JsonArray() };
        var image = DockerImageStore.Tagged(container.Image);
        return new()
        {
            ["Id"] = container.Id,
            ["Created"] = Nano(container.CreatedAt),
            ["Path"] = command is [var program, ..] ? program : "",
            ["Args"] = new JsonArray([.. command.Skip(1).Select(c => (JsonNode?)c)]),
            ["State"] = now,
            ["Image"] = $"sha256:{DockerImageStore.Id(image)}",
            ["Name"] = $"/{container.Name}",
            ["RestartCount"] = state.Restarts,
            ["Driver"] = "overlay2",
            ["Platform"] = "linux",
            ["HostConfig"] = container.Config["HostConfig"]?.DeepClone() ?? new JsonObject(),
            ["Mounts"] = Mounts(container),
            ["Config"] = new JsonObject
            {
                ["Hostname"] = container.Id[..12],
                ["User"] = container.Config.Text("User") ?? "",
                ["Tty"] = false,
                ["OpenStdin"] = false,
                ["Env"] = container.Config["Env"]?.DeepClone() ?? new JsonArray(),
                ["Cmd"] = container.Config["Cmd"]?.DeepClone(),
                ["Image"] = container.Image,
                ["ExposedPorts"] = container.Config["ExposedPorts"]?.DeepClone(),
                ["WorkingDir"] = "/app",
                ["Labels"] = container.Config["Labels"]?.DeepClone() ?? new JsonObject(),
            },
            ["NetworkSettings"] = new JsonObject { ["Ports"] = ports, ["Networks"] = Networks(engine, container, state) },
        };
    }

    /// <summary>Times as the Engine writes them.</summary>
    public static string Nano(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture);

    private static JsonArray Ports(DockerContainer container, bool runs) => !runs ? [] : [.. container.Ports.Select(p => (JsonNode?)new JsonObject
    {
        ["IP"] = p.Address,
        ["PrivatePort"] = int.Parse(p.Private.Split('/')[0], CultureInfo.InvariantCulture),
        ["PublicPort"] = int.Parse(p.Public, CultureInfo.InvariantCulture),
        ["Type"] = p.Private.Contains('/') ? p.Private.Split('/')[1] : "tcp",
    })];

    private static JsonArray Mounts(DockerContainer container) => [.. container.Mounts.Select(m => (JsonNode?)new JsonObject
    {
        ["Type"] = "volume",
        ["Name"] = m.Volume,
        ["Source"] = $"/var/lib/docker/volumes/{m.Volume}/_data",
        ["Destination"] = m.Path,
        ["Driver"] = "local",
        ["Mode"] = "rw",
        ["RW"] = true,
        ["Propagation"] = "",
    })];

    private static JsonObject Networks(DockerEngine engine, DockerContainer container, ContainerState state) => new(container.Networks.Select(name =>
        KeyValuePair.Create(name, (JsonNode?)new JsonObject
        {
            ["NetworkID"] = engine.Resources.List("network").FirstOrDefault(n => n.Text("Name") == name)?.Text("Id") ?? "",
            ["IPAddress"] = state.Runs ? state.Address : "",
            ["Aliases"] = container.Config.At("NetworkingConfig", "EndpointsConfig", name, "Aliases")?.DeepClone(),
        })));
}
