using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Exec.Spdy;

/// <summary>The channel protocol v4 over SPDY/3.1, as kubectl before 1.31 speaks it: the caller opens one stream per channel.</summary>
internal sealed class SpdyExec(Stream connection, ExecRequest request) : IExecTransport
{
    private const string Protocol = "v4.channel.k8s.io";
    private const string ProtocolHeader = "X-Stream-Protocol-Version";

    private static readonly Dictionary<string, ExecChannel> Channels = new()
    {
        ["stdin"] = ExecChannel.Input,
        ["stdout"] = ExecChannel.Output,
        ["stderr"] = ExecChannel.Error,
        ["error"] = ExecChannel.Status,
        ["resize"] = ExecChannel.Resize,
    };

    private readonly SpdyHeaders headers = new();
    private readonly SemaphoreSlim sending = new(1, 1);
    private readonly Dictionary<ExecChannel, int> streams = [];
    private bool replied;

    public static async Task<SpdyExec> AcceptAsync(HttpContext http, IHttpUpgradeFeature upgrade, ExecRequest request)
    {
        if (!http.Request.Headers.Upgrade.ToString().StartsWith("SPDY/3", StringComparison.OrdinalIgnoreCase)) throw ApiError.BadRequest("Upgrade request required");
        var offered = http.Request.Headers[ProtocolHeader].SelectMany(p => (p ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (!offered.Contains(Protocol))
            throw new ApiError(403, "Forbidden", $"unable to upgrade: unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [{Protocol}]");
        http.Response.Headers.Upgrade = "SPDY/3.1";
        http.Response.Headers[ProtocolHeader] = Protocol;
        var exec = new SpdyExec(await upgrade.UpgradeAsync(), request);
        await exec.OpenAsync(http.RequestAborted);
        return exec;
    }

    /// <summary>Waits until the caller has opened every stream that the request speaks of.</summary>
    private async Task OpenAsync(CancellationToken cancellation)
    {
        ExecChannel[] wanted =
        [
            ExecChannel.Status,
            .. request.Input ? [ExecChannel.Input] : Array.Empty<ExecChannel>(),
            .. request.Output ? [ExecChannel.Output] : Array.Empty<ExecChannel>(),
            .. request.Error ? [ExecChannel.Error] : Array.Empty<ExecChannel>(),
        ];
        while (!wanted.All(streams.ContainsKey))
            await HandleAsync(await SpdyFrame.ReadAsync(connection, cancellation) ?? throw new IOException("The caller left before all its streams were open."), null, cancellation);
    }

    public async Task ReceiveAsync(PipeWriter? input, CancellationToken cancellation)
    {
        while (await SpdyFrame.ReadAsync(connection, cancellation) is { } frame)
        {
            if (frame.Type == SpdyFrameType.GoAway) return;
            await HandleAsync(frame, input, cancellation);
        }
    }

    private async Task HandleAsync(SpdyFrame frame, PipeWriter? input, CancellationToken cancellation)
    {
        switch (frame.Type)
        {
            case SpdyFrameType.SynStream:
                // Stream, associated stream, priority and slot: ten bytes before the headers.
                var named = headers.Read(frame.Payload.AsSpan(10));
                if (Channels.TryGetValue(named.GetValueOrDefault("streamtype", ""), out var channel)) streams[channel] = frame.Number;
                await WriteAsync(new SpdyFrame(SpdyFrameType.SynReply, 0, false, Reply(frame.Number)), cancellation);
                break;
            case SpdyFrameType.Ping:
                await WriteAsync(frame, cancellation);
                break;
            case SpdyFrameType.Data when input is not null && streams.TryGetValue(ExecChannel.Input, out var stdin) && frame.StreamId == stdin:
                if (frame.Payload.Length > 0) await input.WriteAsync(frame.Payload, cancellation);
                if (frame.Final) await input.CompleteAsync();
                break;
            default:
                // Settings, resets, window updates and sizes of terminals change nothing here.
                break;
        }
    }

    /// <summary>The number of the stream, then no headers at all, as a stored block of the connection's one zlib stream.</summary>
    private byte[] Reply(int streamId)
    {
        var number = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, streamId);
        byte[] zlibHeader = replied ? [] : [0x78, 0x01];
        replied = true;
        // Inflaters hold back what they have until an empty block flushes it.
        return [.. number, .. zlibHeader, .. SpdyHeaders.Stored([0, 0, 0, 0], last: false), .. SpdyHeaders.Stored([], last: false)];
    }

    public async ValueTask SendAsync(ExecChannel channel, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        if (streams.TryGetValue(channel, out var stream))
            await WriteAsync(new SpdyFrame(SpdyFrameType.Data, stream, false, data.ToArray()), cancellation);
    }

    public async Task FinishAsync(JsonObject status, CancellationToken cancellation)
    {
        await SendAsync(ExecChannel.Status, Encoding.UTF8.GetBytes(status.ToJsonString()), cancellation);
        foreach (var channel in new[] { ExecChannel.Status, ExecChannel.Output, ExecChannel.Error })
            if (streams.TryGetValue(channel, out var stream))
                await WriteAsync(new SpdyFrame(SpdyFrameType.Data, stream, true, []), cancellation);
    }

    private async Task WriteAsync(SpdyFrame frame, CancellationToken cancellation)
    {
        await sending.WaitAsync(cancellation);
        try
        {
            await connection.WriteAsync(frame.ToBytes(), cancellation);
            await connection.FlushAsync(cancellation);
        }
        finally
        {
            sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        sending.Dispose();
        await connection.DisposeAsync();
    }
}
