using System.IO.Pipelines;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Exec;

/// <summary>The channel protocols v5 and v4: every message begins with the number of its channel.</summary>
internal sealed class WebSocketExec(WebSocket socket) : IExecTransport
{
    private static readonly string[] Protocols = ["v5.channel.k8s.io", "v4.channel.k8s.io"];

    private readonly SemaphoreSlim sending = new(1, 1);

    public static async Task<WebSocketExec> AcceptAsync(HttpContext http, IHttpUpgradeFeature upgrade)
    {
        var offered = http.Request.Headers.SecWebSocketProtocol.SelectMany(p => (p ?? "").Split(',', StringSplitOptions.TrimEntries)).ToList();
        var protocol = Protocols.FirstOrDefault(offered.Contains) ?? throw ApiError.BadRequest($"unable to negotiate protocol: client supports [{string.Join(' ', offered)}], server accepts [{string.Join(' ', Protocols)}]");
        http.Response.Headers.Upgrade = "websocket";
        http.Response.Headers.SecWebSocketAccept = Accept(http.Request.Headers.SecWebSocketKey.ToString());
        http.Response.Headers.SecWebSocketProtocol = protocol;
        return new WebSocketExec(WebSocket.CreateFromStream(await upgrade.UpgradeAsync(), new WebSocketCreationOptions { IsServer = true, SubProtocol = protocol }));
    }

    public async ValueTask SendAsync(ExecChannel channel, ReadOnlyMemory<byte> data, CancellationToken cancellation)
    {
        var message = new byte[data.Length + 1];
        message[0] = (byte)channel;
        data.CopyTo(message.AsMemory(1));
        await sending.WaitAsync(cancellation);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, cancellation);
        }
        finally
        {
            sending.Release();
        }
    }

    public async Task ReceiveAsync(PipeWriter? input, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        var channel = ExecChannel.Resize;
        var begins = true;
        while (true)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(), cancellation);
            if (read.MessageType == WebSocketMessageType.Close) return;
            var data = buffer.AsMemory(0, read.Count);
            if (begins && data.Length > 0)
            {
                channel = (ExecChannel)data.Span[0];
                data = data[1..];
            }
            begins = read.EndOfMessage;
            if (input is null || data.Length == 0) continue;
            if (channel == ExecChannel.Input) await input.WriteAsync(data, cancellation);
            // v5: a channel can be closed on its own.
            if (channel == ExecChannel.Close && data.Span[0] == (byte)ExecChannel.Input) await input.CompleteAsync();
        }
    }

    public async Task FinishAsync(JsonObject status, CancellationToken cancellation)
    {
        await SendAsync(ExecChannel.Status, Encoding.UTF8.GetBytes(status.ToJsonString()), cancellation);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, cancellation);
    }

    public ValueTask DisposeAsync()
    {
        socket.Dispose();
        sending.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>RFC 6455, 4.2.2; SHA-1 is what it asks for.</summary>
#pragma warning disable CA5350
    private static string Accept(string key) => Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
#pragma warning restore CA5350
}
