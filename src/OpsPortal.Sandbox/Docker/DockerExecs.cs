using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation;

namespace OpsPortal.Sandbox.Docker;

/// <summary>Programs that were made ready to run in a container.</summary>
internal sealed class DockerExecs(DockerEngine engine)
{
    private readonly ConcurrentDictionary<string, Exec> all = [];

    public string Create(DockerContainer container, JsonObject config)
    {
        var state = engine.StateOf(container);
        if (!state.Runs) throw DockerError.NotRunning(container.Id);
        if (state.Status == "paused") throw new DockerError(409, $"Container {container.Id} is paused, unpause the container before exec");
        if (config["Cmd"] is not JsonArray { Count: > 0 } command) throw new DockerError(400, "No exec command specified");
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        all[id] = new(container, [.. command.Select(c => (string?)c ?? "")], config.Text("Tty") == "true", config.Text("AttachStdin") == "true");
        return id;
    }

    public bool HasTerminal(string id) => Find(id).Terminal;

    public JsonObject Detail(string id)
    {
        var exec = Find(id);
        return new()
        {
            ["ID"] = id,
            ["Running"] = exec.ExitCode is null,
            ["ExitCode"] = exec.ExitCode,
            ["OpenStdin"] = exec.Input,
            ["OpenStdout"] = true,
            ["OpenStderr"] = true,
            ["ContainerID"] = exec.Container.Id,
            ["ProcessConfig"] = new JsonObject { ["tty"] = exec.Terminal, ["entrypoint"] = exec.Command[0], ["arguments"] = new JsonArray([.. exec.Command.Skip(1).Select(c => (JsonNode?)c)]), ["privileged"] = false },
            ["Pid"] = 42,
        };
    }

    /// <summary>Runs it. Output goes out in frames, or as it is with a terminal.</summary>
    public async Task RunAsync(string id, Stream input, Stream output, CancellationToken cancellation)
    {
        var exec = Find(id);
        using var turn = new SemaphoreSlim(1);
        await using var standard = new FrameStream(output, exec.Terminal ? (byte)0 : (byte)1, turn);
        await using var error = new FrameStream(output, exec.Terminal ? (byte)0 : (byte)2, turn);
        var pod = engine.StateOf(exec.Container).Pod ?? throw DockerError.NotRunning(exec.Container.Id);
        exec.ExitCode = await engine.Machine.Runtime.ExecAsync(engine.Machine.Namespace, pod, "", exec.Command, exec.Input ? input : Stream.Null, standard, error, cancellation);
    }

    private Exec Find(string id) => all.GetValueOrDefault(id) ?? throw new DockerError(404, $"No such exec instance: {id}");

    private sealed record Exec(DockerContainer Container, IReadOnlyList<string> Command, bool Terminal, bool Input)
    {
        public int? ExitCode { get; set; }
    }
}
