using System.Net.WebSockets;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Carries a program's streams over one open WebSocket.</summary>
internal sealed class ExecSession(WebSocket socket, IExecStreams streams)
{
    private const int LongestStatus = 1 << 20;

    /// <returns>The Status that the server sent at the end; empty where it sent none.</returns>
    public async Task<byte[]> RunAsync(CancellationToken cancellation)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = streams.Input is { } input ? SendAsync(input, ended.Token) : Task.CompletedTask;
        try
        {
            return await ReceiveAsync(cancellation);
        }
        finally
        {
            await ended.CancelAsync();
            await sending;
        }
    }

    private async Task<byte[]> ReceiveAsync(CancellationToken cancellation)
    {
        var status = new MemoryStream();
        var buffer = new byte[32 * 1024];
        int? channel = null;
        try
        {
            while (await socket.ReceiveAsync(buffer.AsMemory(), cancellation) is { MessageType: not WebSocketMessageType.Close } part)
            {
                // Only the first part of a message names its channel.
                var data = buffer.AsMemory(0, part.Count);
                if (channel is null && data.Length > 0)
                {
                    channel = data.Span[0];
                    data = data[1..];
                }
                if (data.Length > 0)
                    await DeliverAsync(channel, data, status, cancellation);
                if (part.EndOfMessage)
                    channel = null;
            }
        }
        catch (WebSocketException) when (status.Length > 0 && !cancellation.IsCancellationRequested)
        {
            // The result is here already; some servers then drop the connection without closing it.
        }
        return status.ToArray();
    }

    private ValueTask DeliverAsync(int? channel, ReadOnlyMemory<byte> data, MemoryStream status, CancellationToken cancellation)
    {
        switch (channel)
        {
            case ExecChannel.Output:
                return streams.OutputAsync(data, cancellation);
            case ExecChannel.Error:
                return streams.ErrorAsync(data, cancellation);
            case ExecChannel.Status when status.Length + data.Length <= LongestStatus:
                status.Write(data.Span);
                break;
        }
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(Stream input, CancellationToken cancellation)
    {
        var buffer = new byte[32 * 1024];
        buffer[0] = ExecChannel.Input;
        try
        {
            while (await input.ReadAsync(buffer.AsMemory(1), cancellation) is > 0 and var count)
                await socket.SendAsync(buffer.AsMemory(0, count + 1), WebSocketMessageType.Binary, true, cancellation);
            await socket.SendAsync(new byte[] { ExecChannel.Close, ExecChannel.Input }, WebSocketMessageType.Binary, true, cancellation);
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // A program may end without reading all of its input; how it ended comes on the status channel.
        }
    }
}
