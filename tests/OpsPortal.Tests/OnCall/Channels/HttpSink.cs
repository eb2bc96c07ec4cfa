using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace OpsPortal.Tests.OnCall.Channels;

internal sealed record Received(string Method, string Path, Dictionary<string, string> Headers, byte[] Body)
{
    public string Text => Encoding.UTF8.GetString(Body);
}

/// <summary>An HTTP server on the loopback that keeps each request and answers as it is told.</summary>
internal sealed class HttpSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly Channel<Received> arrived = Channel.CreateUnbounded<Received>();
    private readonly Task serving;

    public HttpSink()
    {
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>Status line and headers; an empty one hangs up after reading.</summary>
    public string Answer { get; set; } = "200 OK\r\n";
    public string Says { get; set; } = "";
    public List<Received> Requests { get; } = [];

    /// <summary>After each that was kept.</summary>
    public event Action? Got;
    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Stop();
        await serving;
        over.Dispose();
    }

    /// <summary>What <paramref name="wanted"/> makes of the first request that it knows, of those that came and come.</summary>
    public async Task<T> UntilAsync<T>(Func<Received, T?> wanted) where T : class
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
        enough.CancelAfter(TimeSpan.FromMinutes(1));
        while (true)
            if (wanted(await arrived.Reader.ReadAsync(enough.Token)) is { } found) return found;
    }

    private async Task ServeAsync()
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(over.Token);
                await using var stream = client.GetStream();
                Requests.Add(await ReadAsync(stream));
                arrived.Writer.TryWrite(Requests[^1]);
                Got?.Invoke();
                if (Answer.Length > 0) await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {Answer}Content-Length: {Encoding.UTF8.GetByteCount(Says)}\r\nConnection: close\r\n\r\n{Says}"), over.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
            {
                // The next one, or the end of the test.
            }
        }
    }

    private async Task<Received> ReadAsync(NetworkStream stream)
    {
        List<byte> head = [];
        var one = new byte[1];
        while (!(head.Count > 3 && head[^4] == '\r' && head[^3] == '\n' && head[^2] == '\r' && head[^1] == '\n') && await stream.ReadAsync(one, over.Token) == 1) head.Add(one[0]);
        var lines = Encoding.UTF8.GetString([.. head]).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        var body = new byte[headers.TryGetValue("Content-Length", out var length) ? int.Parse(length) : 0];
        if (body.Length > 0) await stream.ReadExactlyAsync(body, over.Token);
        else if (headers.ContainsKey("Transfer-Encoding")) body = await ChunksAsync(stream);
        return new(lines[0].Split(' ')[0], lines[0].Split(' ')[1], headers, body);
    }

    private async Task<byte[]> ChunksAsync(NetworkStream stream)
    {
        List<byte> all = [];
        while (true)
        {
            var size = Convert.ToInt32(await LineAsync(stream), 16);
            var chunk = new byte[size + 2];
            await stream.ReadExactlyAsync(chunk, over.Token);
            if (size == 0) return [.. all];
            all.AddRange(chunk[..size]);
        }
    }

    private async Task<string> LineAsync(NetworkStream stream)
    {
        var line = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, over.Token) == 1 && one[0] != '\n') line.Append((char)one[0]);
        return line.ToString().TrimEnd('\r');
    }
}
