using System.Net.Sockets;
using System.Text;

namespace OpsPortal.Targets.Docker.Client;

/// <summary>
/// A connection that was a request for HTTP and became the streams of a program (docs.docker.com/engine/api: "Hijacking"). The client's
/// side can be closed alone, which is how a program's input ends; no HTTP client can do that.
/// </summary>
internal sealed class HijackedStream : IAsyncDisposable
{
    private const int LongestHead = 16 * 1024;

    private readonly Stream connection;
    private readonly byte[] early;
    private int taken;

    private HijackedStream(Stream connection, byte[] early) => (this.connection, this.early) = (connection, early);

    public static async Task<HijackedStream> OpenAsync(DockerAddress address, string path, string body, CancellationToken cancellation)
    {
        Stream connection;
        try
        {
            connection = await address.OpenAsync(cancellation);
        }
        catch (SocketException e)
        {
            throw new TargetUnreachableException($"Docker at {address.Url} cannot be reached: {e.Message}. Check that the Engine runs.", inner: e);
        }
        try
        {
            var bytes = Encoding.UTF8.GetBytes(body);
            var head = $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: {bytes.Length}\r\n\r\n";
            await connection.WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. bytes], cancellation);
            var (answer, rest) = await HeadAsync(connection, cancellation);
            var status = int.TryParse(answer.Split(' ').ElementAtOrDefault(1), out var code) ? code : 0;
            if (status is 101 or 200) return new(connection, rest);
            throw new DockerApiException(DockerApi.Reason(await RestAsync(answer, rest, connection, cancellation), status), status);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async ValueTask<int> ReadAsync(Memory<byte> into, CancellationToken cancellation)
    {
        if (taken == early.Length) return await connection.ReadAsync(into, cancellation);
        var count = Math.Min(into.Length, early.Length - taken);
        early.AsMemory(taken, count).CopyTo(into);
        taken += count;
        return count;
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation) => connection.WriteAsync(data, cancellation);

    /// <summary>The program's input ends; its output goes on.</summary>
    public void EndInput()
    {
        if (connection is NetworkStream network) network.Socket.Shutdown(SocketShutdown.Send);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static async Task<(string Head, byte[] Early)> HeadAsync(Stream connection, CancellationToken cancellation)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length)
        {
            var count = await connection.ReadAsync(buffer.AsMemory(length), cancellation);
            length += count;
            var end = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0) return (Encoding.ASCII.GetString(buffer, 0, end), buffer[(end + 4)..length]);
            if (count == 0) break;
        }
        throw new TargetUnreachableException("Docker closed the connection before it answered. Check its log.", requestMayHaveArrived: true);
    }

    private static async Task<string> RestAsync(string head, byte[] rest, Stream connection, CancellationToken cancellation)
    {
        var line = head.Split("\r\n").FirstOrDefault(l => l.StartsWith("content-length:", StringComparison.OrdinalIgnoreCase));
        var wanted = line is not null && int.TryParse(line[15..], out var length) ? Math.Min(length, LongestHead) : rest.Length;
        if (wanted <= rest.Length) return Encoding.UTF8.GetString(rest, 0, wanted);
        var body = new byte[wanted];
        rest.CopyTo(body, 0);
        var count = await connection.ReadAtLeastAsync(body.AsMemory(rest.Length), wanted - rest.Length, throwOnEndOfStream: false, cancellation);
        return Encoding.UTF8.GetString(body, 0, rest.Length + count);
    }
}
