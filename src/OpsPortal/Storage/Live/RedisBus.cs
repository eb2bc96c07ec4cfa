using OpsPortal.Targets.Redis;

namespace OpsPortal.Storage.Live;

/// <summary>
/// The live bus on Redis's PUBLISH and SUBSCRIBE: the same as <see cref="PostgresBus"/>, without its load on the database. Two connections
/// per process; a message is a batch, one hint per line. Portals that share a Redis only make each other look once more.
/// </summary>
internal sealed class RedisBus(string address, Subscribers subscribers, TimeProvider time, ILogger<RedisBus> log) : BackgroundService, ILiveBus
{
    private readonly BusOutbox outbox = new();

    public string Server => "Redis";
    public bool Connected { get; private set; }

    public ISubscription Subscribe(HintKind kind, string id) => subscribers.Add(kind, id);
    public ISubscription SubscribeAll(HintKind kind) => subscribers.Add(kind, "");

    public ValueTask PublishAsync(Hint hint, CancellationToken cancellation)
    {
        subscribers.Deliver(hint);
        outbox.Add(hint);
        return ValueTask.CompletedTask;
    }

    protected override Task ExecuteAsync(CancellationToken stopping)
    {
        var again = new Reconnecting(Server, time, log);
        return Task.WhenAll(again.RunAsync(ListenAsync, stopping), again.RunAsync(SendAsync, stopping));
    }

    private async Task ListenAsync(Action connected, CancellationToken stopping)
    {
        await using var redis = await RedisChannel.OpenAsync(address, HintText.Channel, time, stopping);
        await redis.SubscribeAsync(stopping);
        connected();
        Connected = true;
        try
        {
            subscribers.WakeAll();
            while (true)
                foreach (var line in (await redis.NextAsync(stopping)).Split('\n'))
                    if (HintText.Read(line) is var (sender, hint) && sender != outbox.Self) subscribers.Deliver(hint);
        }
        finally
        {
            Connected = false;
            if (!stopping.IsCancellationRequested) subscribers.WakeAll();
        }
    }

    private async Task SendAsync(Action connected, CancellationToken stopping)
    {
        await using var redis = await RedisChannel.OpenAsync(address, HintText.Channel, time, stopping);
        connected();
        await outbox.SendAsync(batch => redis.PublishAsync(string.Join('\n', batch), stopping), stopping);
    }
}
