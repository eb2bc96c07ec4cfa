namespace OpsPortal.Targets.Redis;

/// <summary>A connection for publish and subscribe, on <see cref="RedisClient"/>. One that has subscribed does not publish.</summary>
public sealed class RedisChannel : IAsyncDisposable
{
    /// <summary>A subscriber that hears nothing for so long asks whether the server is still there; as long again, and it is not.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly RedisClient client;
    private readonly string channel;
    private readonly TimeProvider time;

    private RedisChannel(RedisClient client, string channel, TimeProvider time) => (this.client, this.channel, this.time) = (client, channel, time);

    /// <param name="address"><c>host:port,password=…,user=…,ssl=true</c>.</param>
    /// <exception cref="TargetUnreachableException">It is no address, nobody answers there, or the password is refused.</exception>
    public static async Task<RedisChannel> OpenAsync(string address, string channel, TimeProvider time, CancellationToken cancellation)
    {
        var (client, refused) = await RedisClient.OpenAsync(new("Redis", address, []), null, cancellation);
        return client is null ? throw new TargetUnreachableException($"Redis refused: {refused}") : new(client, channel, time);
    }

    /// <summary>Throws where <paramref name="address"/> is none, without asking anybody.</summary>
    /// <exception cref="TargetUnreachableException">It is none; the message holds nothing of it.</exception>
    public static void Check(string address) => RedisAddress.Of(new("Redis", address, []));

    /// <exception cref="TargetUnreachableException">The connection was lost, or Redis refused.</exception>
    public async Task PublishAsync(string message, CancellationToken cancellation) => Accepted(await client.AskAsync(["PUBLISH", channel, message], cancellation));

    /// <summary>Returns when Redis has confirmed; what is published from then on arrives.</summary>
    /// <exception cref="TargetUnreachableException">The connection was lost, or Redis refused.</exception>
    public async Task SubscribeAsync(CancellationToken cancellation) => Accepted(await client.AskAsync(["SUBSCRIBE", channel], cancellation));

    /// <summary>The next message, whenever it comes.</summary>
    /// <exception cref="TargetUnreachableException">The connection was lost, or the server went silent.</exception>
    public async Task<string> NextAsync(CancellationToken cancellation)
    {
        while (true)
            if (Accepted(await ReadAsync(cancellation)) is ArrayReply { Items: [TextReply kind, TextReply, TextReply message] } && kind.ToString() == "message")
                return message.ToString();
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();

    private async Task<RedisReply> ReadAsync(CancellationToken cancellation)
    {
        var reading = client.ReadAsync(cancellation);
        if (await AnswersAsync(reading, cancellation)) return await reading;
        await client.SendAsync(["PING"], cancellation);
        if (await AnswersAsync(reading, cancellation)) return await reading;
        // Ends the reading, which nobody waits for any more.
        await client.DisposeAsync();
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        throw new TargetUnreachableException("Redis went silent.");
    }

    private async Task<bool> AnswersAsync(Task reading, CancellationToken cancellation)
    {
        using var answered = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var first = await Task.WhenAny(reading, Task.Delay(Silence, time, answered.Token));
        await answered.CancelAsync();
        return first == reading || cancellation.IsCancellationRequested;
    }

    private static RedisReply Accepted(RedisReply reply) => reply.Error is { } error ? throw new TargetUnreachableException($"Redis refused: {error}") : reply;
}
