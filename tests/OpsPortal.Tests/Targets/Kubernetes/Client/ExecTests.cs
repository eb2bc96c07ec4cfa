using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using OpsPortal.Targets;
using OpsPortal.Targets.Kubernetes;
using Xunit;

namespace OpsPortal.Tests.Targets.Kubernetes.Client;

public sealed class ExecTests
{
    private const string Url = "GET /api/v1/namespaces/platform/pods/web/exec";
    private const string Success = """{"metadata":{},"status":"Success"}""";
    private const string Failure = """{"status":"Failure","message":"command terminated with exit code 3","reason":"NonZeroExitCode","details":{"causes":[{"reason":"ExitCode","message":"3"}]}}""";

    [Theory]
    [InlineData("v5.channel.k8s.io")]
    [InlineData("v4.channel.k8s.io")]
    public async Task AProgramsOutputAndExitCodeComeBack(string protocol)
    {
        await using var server = await RunningAsync(protocol, async socket =>
        {
            foreach (var channel in new byte[] { 1, 2, 3 })
                await SendAsync(socket, channel, "");
            await SendAsync(socket, 1, "hello\n");
            await SendAsync(socket, 2, "oops\n");
            await SendAsync(socket, 3, Failure);
        });
        using var client = server.Client();
        var streams = new Streams(null);

        var code = await client.ExecAsync("platform", "web", new(["sh", "-c", "exit 3"], "app"), streams, default);

        Assert.Equal((3, "hello\n", "oops\n"), (code, streams.Out, streams.Err));
        Assert.Equal("?command=sh&command=-c&command=exit 3&container=app&stdout=true&stderr=true", server.Only.Query);
        Assert.Equal("v5.channel.k8s.io, v4.channel.k8s.io", server.Only.Headers["Sec-WebSocket-Protocol"]);
    }

    [Fact]
    public async Task InputIsSentAndThenClosed()
    {
        await using var server = await RunningAsync("v5.channel.k8s.io", async socket =>
        {
            var input = new MemoryStream();
            while (await ReceiveAsync(socket) is [0, .. var data])
                input.Write(data);
            await SendAsync(socket, 1, $"{input.Length}");
            await SendAsync(socket, 3, Success);
        });
        using var client = server.Client();
        var streams = new Streams(new MemoryStream(new byte[100_000]));

        Assert.Equal(0, await client.ExecAsync("platform", "web", new(["wc", "-c"]), streams, default));
        Assert.Equal("100000", streams.Out);
        Assert.Equal("v5.channel.k8s.io", server.Only.Headers["Sec-WebSocket-Protocol"]);
    }

    [Fact]
    public async Task TheEndOfInputIsSaidOnTheCloseChannel()
    {
        var end = new TaskCompletionSource<byte[]>();
        await using var server = await RunningAsync("v5.channel.k8s.io", async socket =>
        {
            end.SetResult(await ReceiveAsync(socket));
            await SendAsync(socket, 3, Success);
        });
        using var client = server.Client();

        await client.ExecAsync("platform", "web", new(["cat"]), new Streams(new MemoryStream()), default);

        Assert.Equal([255, 0], await end.Task);
    }

    [Fact]
    public async Task AProgramThatEndsBeforeItsInputIsReadStillTellsHow()
    {
        await using var server = await RunningAsync("v5.channel.k8s.io", socket => SendAsync(socket, 3, Success));
        using var client = server.Client();

        Assert.Equal(0, await client.ExecAsync("platform", "web", new(["true"]), new Streams(new EndlessStream()), default));
    }

    [Fact]
    public async Task InputIsNotGivenToAServerThatCouldNotCloseIt()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Text("text/plain", "", 403));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(
            () => client.ExecAsync("platform", "web", new(["psql"]), new Streams(new MemoryStream()), default));

        Assert.Contains("so nothing was started", error.Message);
    }

    [Fact]
    public async Task OutputIsKeptInOrderHoweverItIsCut()
    {
        var text = string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i} "));
        await using var server = await RunningAsync("v5.channel.k8s.io", async socket =>
        {
            var bytes = Encoding.UTF8.GetBytes($"\x1{text}");
            await socket.SendAsync(bytes.AsMemory(0, 100_000), WebSocketMessageType.Binary, false, default);
            await socket.SendAsync(bytes.AsMemory(100_000), WebSocketMessageType.Binary, true, default);
            await SendAsync(socket, 3, Success);
        });
        using var client = server.Client();
        var streams = new Streams(null);

        await client.ExecAsync("platform", "web", new(["seq"]), streams, default);

        Assert.Equal(text, streams.Out);
    }

    [Theory]
    [InlineData(403, "Forbidden", "pods \"web\" is forbidden: User \"x\" cannot create resource \"pods/exec\"")]
    [InlineData(404, "NotFound", "pods \"web\" not found")]
    [InlineData(400, "BadRequest", "container name must be specified")]
    public async Task ARefusalIsToldInTheApisWords(int code, string reason, string message)
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Status(code, reason, message));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ExecAsync("platform", "web", new(["ls"]), new Streams(null), default));

        Assert.Equal((code, reason), (error.StatusCode, error.Reason));
        Assert.StartsWith(message, error.Message);
    }

    [Fact]
    public async Task AProgramThatCannotBeStartedIsTold()
    {
        await using var server = await RunningAsync("v5.channel.k8s.io", socket =>
            SendAsync(socket, 3, """{"status":"Failure","reason":"InternalError","message":"exec: \"nope\": executable file not found in $PATH","code":500}"""));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<KubernetesApiException>(() => client.ExecAsync("platform", "web", new(["nope"]), new Streams(null), default));

        Assert.StartsWith("exec: \"nope\": executable file not found", error.Message);
    }

    [Fact]
    public async Task AProgramIsNeverStartedTwice()
    {
        await using var server = (await ApiServer.StartAsync()).On(Url, Answer.Broken("")).On("GET /version", Answer.Json("{}"));
        using var client = server.Client(new ManualTime());
        await client.VersionAsync(default);

        var error = await Assert.ThrowsAsync<TargetUnreachableException>(() => client.ExecAsync("platform", "web", new(["rm"]), new Streams(null), default));

        Assert.True(error.RequestMayHaveArrived);
        Assert.Single(server.Seen, seen => seen.Path.EndsWith("/exec"));
    }

    [Fact]
    public async Task AConnectionThatEndsWithoutAResultLeavesTheOutcomeOpen()
    {
        await using var server = await RunningAsync("v5.channel.k8s.io", socket => SendAsync(socket, 1, "half"));
        using var client = server.Client();

        var error = await Assert.ThrowsAsync<TargetUnreachableException>(() => client.ExecAsync("platform", "web", new(["ls"]), new Streams(null), default));

        Assert.True(error.RequestMayHaveArrived);
        Assert.Contains("ended before the program did", error.Message);
    }

    [Fact]
    public async Task CancellingEndsAnExecAtOnce()
    {
        var running = new TaskCompletionSource();
        await using var server = await RunningAsync("v5.channel.k8s.io", async socket =>
        {
            running.SetResult();
            await ReceiveAsync(socket);
        });
        using var client = server.Client();
        using var cancel = new CancellationTokenSource();

        var executing = client.ExecAsync("platform", "web", new(["sleep"]), new Streams(null), cancel.Token);
        await running.Task;
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => executing);
    }

    [Fact]
    public async Task ExecWorksOverTlsBesideHttp2()
    {
        var certificates = new TestCertificates();
        await using var server = (await ApiServer.StartAsync(certificates.Server())).On("GET /version", Answer.Json("{}"))
            .On(Url, context => RunAsync(context, "v5.channel.k8s.io", socket => SendAsync(socket, 3, Success)));
        using var client = server.Client(with: c => c with { CertificateAuthorities = certificates.Authorities });

        await client.VersionAsync(default);

        Assert.Equal(0, await client.ExecAsync("platform", "web", new(["true"]), new Streams(null), default));
    }

    private static async Task<ApiServer> RunningAsync(string protocol, Func<WebSocket, Task> program) =>
        (await ApiServer.StartAsync()).On(Url, context => RunAsync(context, protocol, program));

    private static async Task RunAsync(HttpContext context, string protocol, Func<WebSocket, Task> program)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync(protocol);
        try
        {
            await program(socket);
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, default);
        }
        catch (WebSocketException)
        {
            // the client has gone
        }
    }

    private static Task SendAsync(WebSocket socket, byte channel, string text) =>
        socket.SendAsync((byte[])[channel, .. Encoding.UTF8.GetBytes(text)], WebSocketMessageType.Binary, true, default);

    private static async Task<byte[]> ReceiveAsync(WebSocket socket)
    {
        var buffer = new byte[64 * 1024];
        var received = await socket.ReceiveAsync(buffer.AsMemory(), default);
        return buffer[..received.Count];
    }

    private sealed class Streams(Stream? input) : IExecStreams
    {
        private readonly List<byte> _out = [];
        private readonly List<byte> _err = [];

        public Stream? Input => input;
        public string Out => Encoding.UTF8.GetString(_out.ToArray());
        public string Err => Encoding.UTF8.GetString(_err.ToArray());
        public ValueTask OutputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => Keep(_out, data);
        public ValueTask ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => Keep(_err, data);

        private static ValueTask Keep(List<byte> kept, ReadOnlyMemory<byte> data)
        {
            kept.AddRange(data.Span);
            return ValueTask.CompletedTask;
        }
    }

    /// <summary>An input that never comes to an end and gives nothing.</summary>
    private sealed class EndlessStream : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken);
            return 0;
        }
    }
}
