using Npgsql;

namespace OpsPortal.Storage.Live;

/// <summary>
/// The live bus on LISTEN/NOTIFY: one listening connection per process, hints sent in batches, delivered at once where they arise.
/// It listens where Redis carries the hints, too: what a transaction tells at its commit comes this way.
/// </summary>
internal sealed class PostgresBus(NpgsqlDataSource source, Subscribers subscribers, TimeProvider time, ILogger<PostgresBus> log) : BackgroundService, ILiveBus
{
    /// <summary>A connection that brings nothing for so long is asked whether it still is one.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly BusOutbox outbox = new();

    public string Server => "the database";
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
        await using var connection = await source.OpenConnectionAsync(stopping);
        connection.Notification += (_, notification) =>
        {
            if (HintText.Read(notification.Payload) is var (sender, hint) && sender != outbox.Self) subscribers.Deliver(hint);
        };
        await using (var listen = new NpgsqlCommand($"listen {HintText.Channel}", connection)) await listen.ExecuteNonQueryAsync(stopping);
        connected();
        Connected = true;
        try
        {
            subscribers.WakeAll();
            await using var ask = new NpgsqlCommand("select 1", connection);
            while (true)
                if (!await connection.WaitAsync(Silence, stopping)) await ask.ExecuteNonQueryAsync(stopping);
        }
        finally
        {
            Connected = false;
            if (!stopping.IsCancellationRequested) subscribers.WakeAll();
        }
    }

    private Task SendAsync(Action connected, CancellationToken stopping) => outbox.SendAsync(async batch =>
    {
        await using var notify = source.CreateCommand($"select pg_notify('{HintText.Channel}', hint) from unnest($1) hint");
        notify.Parameters.Add(new() { Value = batch.ToArray() });
        await notify.ExecuteNonQueryAsync(stopping);
        connected();
    }, stopping);
}
