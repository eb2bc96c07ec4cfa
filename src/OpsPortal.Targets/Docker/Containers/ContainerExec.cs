using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Targets.Docker.Client;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Streams;

namespace OpsPortal.Targets.Docker.Containers;

/// <summary>A program to be run in a container.</summary>
internal sealed record ContainerExec(IReadOnlyList<string> Command, string? User, string? WorkingDirectory, IReadOnlyList<string> Variables, bool Privileged)
{
    private static readonly byte[] LineEnd = "\n"u8.ToArray();

    /// <summary>Runs it, and returns how it ended.</summary>
    public async Task<ActionOutcome> RunAsync(DockerApi api, string container, bool reads, ActionContext context, CancellationToken cancellation)
    {
        if (Command.Count == 0) return ActionOutcome.Failure("No program to run is given.");
        if (!reads) await context.BeforeSideEffect(cancellation);
        var made = await api.SendAsync(HttpMethod.Post, DockerPath.Container(container, "/exec"), new JsonObject
        {
            ["AttachStdin"] = context.Input is not null,
            ["AttachStdout"] = true,
            ["AttachStderr"] = true,
            ["Tty"] = false,
            ["Cmd"] = new JsonArray([.. Command.Select(c => (JsonNode?)c)]),
            [nameof(User)] = User ?? "",
            ["WorkingDir"] = WorkingDirectory ?? "",
            ["Env"] = new JsonArray([.. Variables.Select(v => (JsonNode?)v)]),
            [nameof(Privileged)] = Privileged,
        }, cancellation);
        var id = made.TextAt("Id") ?? "";
        await using (var streams = await api.HijackAsync($"/exec/{id}/start", new JsonObject { ["Detach"] = false, ["Tty"] = false }, cancellation))
        {
            // a program that ends early (head) leaves input unread; what it said counts
            using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            var feeding = FeedAsync(streams, context.Input, ended.Token);
            await FrameReader.ReadAsync(streams.ReadAsync, framed: true, new LineAssembler(context.Output, OutputStream.Out), new LineAssembler(context.Output, OutputStream.Error), cancellation);
            await ended.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        var code = (int)((await api.GetAsync($"/exec/{id}/json", cancellation)).NumberAt("ExitCode") ?? 0);
        return code == 0 ? new(true, $"{Command[0]} ran in container {container}", 0) : ActionOutcome.Failure($"exit code {code}", code);
    }

    private static async Task FeedAsync(HijackedStream streams, IAsyncEnumerable<string>? lines, CancellationToken cancellation)
    {
        if (lines is null) return;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            await streams.WriteAsync(Encoding.UTF8.GetBytes(line), cancellation);
            await streams.WriteAsync(LineEnd, cancellation);
        }
        streams.EndInput();
    }
}
