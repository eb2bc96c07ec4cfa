using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace OpsPortal.Targets.Redis;

/// <summary>One connection that speaks RESP 2: a command goes out, its reply comes back. See docs/adr/0011.</summary>
internal sealed class RedisClient : IAsyncDisposable
{
    public static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    public static readonly TimeSpan ReplyTimeout = TimeSpan.FromSeconds(30);

    private const int LargestReply = 64 << 20;
    private const int DeepestReply = 32;

    private readonly Socket socket;
    private readonly string name;
    private Stream stream;
    private readonly byte[] buffer = new byte[32 << 10];
    private int at, end;

    private RedisClient(Socket socket, string name) => (this.socket, this.name, stream) = (socket, name, new NetworkStream(socket, ownsSocket: true));

    /// <param name="database">As the command names it; null takes the binding's.</param>
    /// <returns>The connection, or what Redis refused.</returns>
    /// <exception cref="TargetUnreachableException">Nobody answers there.</exception>
    public static async Task<(RedisClient? Client, string? Refused)> OpenAsync(ServerBinding server, string? database, CancellationToken cancellation)
    {
        var address = RedisAddress.Of(server);
        var client = await ConnectAsync(server, address, cancellation);
        try
        {
            if (address.Password is { Length: > 0 } password && (await client.AskAsync(address.User is { } user ? ["AUTH", user, password] : ["AUTH", password], cancellation)).Error is { } unknown)
                return (null, $"AUTH failed: {unknown}");
            var number = database ?? (address.Database == 0 ? null : $"{address.Database}");
            if (number is not null && (await client.AskAsync(["SELECT", number], cancellation)).Error is { } missing) return (null, $"SELECT {number} failed: {missing}");
            var opened = client;
            client = null!;
            return (opened, null);
        }
        finally
        {
            if (client is not null) await client.DisposeAsync();
        }
    }

    /// <exception cref="TargetUnreachableException">The connection was lost, or no reply came in time.</exception>
    public Task<RedisReply> AskAsync(IReadOnlyList<string> words, CancellationToken cancellation, bool waits = false) =>
        AskAsync([.. words.Select(Encoding.UTF8.GetBytes)], cancellation, waits);

    /// <inheritdoc cref="AskAsync(IReadOnlyList{string}, CancellationToken, bool)"/>
    public async Task<RedisReply> AskAsync(IReadOnlyList<byte[]> words, CancellationToken cancellation, bool waits = false)
    {
        await SendAsync(words, cancellation);
        if (waits) return await ReadAsync(cancellation);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(ReplyTimeout);
        try
        {
            return await ReadAsync(limited.Token);
        }
        catch (OperationCanceledException late) when (!cancellation.IsCancellationRequested)
        {
            throw new TargetUnreachableException($"{name} did not answer within {ReplyTimeout.TotalSeconds:0} seconds.", requestMayHaveArrived: true, late);
        }
    }

    /// <summary>Asks without waiting: the reply is one that <see cref="ReadAsync"/> brings.</summary>
    /// <exception cref="TargetUnreachableException">The connection was lost.</exception>
    public Task SendAsync(IReadOnlyList<string> words, CancellationToken cancellation) => SendAsync([.. words.Select(Encoding.UTF8.GetBytes)], cancellation);

    /// <summary>The next reply, whenever it comes.</summary>
    public async Task<RedisReply> ReadAsync(CancellationToken cancellation)
    {
        try
        {
            return await ReplyAsync(0, cancellation);
        }
        catch (IOException lost)
        {
            throw new TargetUnreachableException($"The connection to {name} was lost: {lost.Message.TrimEnd('.')}.", requestMayHaveArrived: true, lost);
        }
        catch (InvalidDataException odd)
        {
            throw new TargetUnreachableException($"{name} does not speak as Redis does: {odd.Message}.", requestMayHaveArrived: true, odd);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stream.DisposeAsync();
        socket.Dispose();
    }

    private static async Task<RedisClient> ConnectAsync(ServerBinding server, RedisAddress address, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limited.CancelAfter(ConnectTimeout);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        RedisClient? client = null;
        try
        {
            await socket.ConnectAsync(address.Host, address.Port, limited.Token);
            client = new(socket, server.Name);
            if (address.Tls)
            {
                var tls = new SslStream(client.stream);
                client.stream = tls;
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = address.TlsHost ?? address.Host }, limited.Token);
            }
            return client;
        }
        catch (Exception wrong) when (wrong is SocketException or IOException or AuthenticationException or OperationCanceledException)
        {
            if (client is not null) await client.DisposeAsync();
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var cause = wrong is OperationCanceledException ? "no answer in time" : wrong.Message.TrimEnd('.');
            throw new TargetUnreachableException($"{server.Name} could not be reached: {cause}. Check that the server runs, and the address in the environment.", inner: wrong);
        }
    }

    private async Task SendAsync(IReadOnlyList<byte[]> words, CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        message.Write(Encoding.UTF8.GetBytes($"*{words.Count}\r\n"));
        foreach (var bytes in words)
        {
            message.Write(Encoding.UTF8.GetBytes($"${bytes.Length}\r\n"));
            message.Write(bytes);
            message.Write("\r\n"u8);
        }
        try
        {
            await stream.WriteAsync(message.GetBuffer().AsMemory(0, (int)message.Length), cancellation);
            await stream.FlushAsync(cancellation);
        }
        catch (IOException lost)
        {
            throw new TargetUnreachableException($"The connection to {name} was lost: {lost.Message.TrimEnd('.')}.", requestMayHaveArrived: true, lost);
        }
    }

    private async Task<RedisReply> ReplyAsync(int depth, CancellationToken cancellation)
    {
        if (depth > DeepestReply) throw new InvalidDataException("a reply is nested too deeply");
        var line = await LineAsync(cancellation);
        if (line.Length == 0) throw new InvalidDataException("an empty line came");
        var rest = line[1..];
        switch (line[0])
        {
            case '+': return new StatusReply(rest);
            case '-': return new ErrorReply(rest);
            case ':': return new IntegerReply(long.TryParse(rest, out var value) ? value : throw new InvalidDataException("a number is none"));
            case '$':
                var length = Length(rest);
                return length < 0 ? new NilReply() : new TextReply(await BytesAsync(length, cancellation));
            case '*':
                var count = Length(rest);
                if (count < 0) return new NilReply();
                List<RedisReply> items = [];
                for (var i = 0; i < count; i++) items.Add(await ReplyAsync(depth + 1, cancellation));
                return new ArrayReply(items);
            default: throw new InvalidDataException("a reply of unknown kind came");
        }
    }

    private static int Length(string text) =>
        int.TryParse(text, out var length) && length is >= -1 and <= LargestReply ? length : throw new InvalidDataException($"a reply is larger than {LargestReply >> 20} MiB");

    private async Task<string> LineAsync(CancellationToken cancellation)
    {
        var line = new MemoryStream();
        while (true)
        {
            if (at == end) await FillAsync(cancellation);
            var found = buffer.AsSpan(at, end - at).IndexOf((byte)'\n');
            var take = found < 0 ? end - at : found + 1;
            line.Write(buffer, at, take);
            at += take;
            if (found >= 0) return Encoding.UTF8.GetString(line.GetBuffer(), 0, (int)line.Length).TrimEnd('\r', '\n');
            if (line.Length > LargestReply) throw new InvalidDataException("a line does not end");
        }
    }

    private async Task<byte[]> BytesAsync(int length, CancellationToken cancellation)
    {
        var bytes = new byte[length + 2];
        for (var done = 0; done < bytes.Length;)
        {
            if (at == end) await FillAsync(cancellation);
            var take = Math.Min(end - at, bytes.Length - done);
            Array.Copy(buffer, at, bytes, done, take);
            at += take;
            done += take;
        }
        return bytes[..length];
    }

    private async Task FillAsync(CancellationToken cancellation)
    {
        (at, end) = (0, await stream.ReadAsync(buffer, cancellation));
        if (end == 0) throw new IOException("it was closed by the server");
    }
}
