using System.Threading.Channels;
using Npgsql;

namespace OpsPortal.Storage.Live;

/// <summary>The live bus on LISTEN/NOTIFY: one listening connection per process, hints sent in batches, delivered at once where they arise.</summary>
internal sealed class PostgresBus(NpgsqlDataSource source, TimeProvider time, ILogger<PostgresBus> log) : BackgroundService, ILiveBus
{
    /// <summary>PostgreSQL wakes listeners once per transaction, so many hints in one cost little more than one.</summary>
    private const int Batch = 500;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string self = Guid.NewGuid().ToString("N");
    private readonly Subscribers subscribers = new(time);
    private readonly Channel<Hint> outgoing = Channel.CreateBounded<Hint>(new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest });

    public bool Connected { get; private set; }

    public ISubscription Subscribe(HintKind kind, string id) => subscribers.Add(kind, id);
    public ISubscription SubscribeAll(HintKind kind) => subscribers.Add(kind, "");

    public ValueTask PublishAsync(Hint hint, CancellationToken cancellation)
    {
        subscribers.Deliver(hint);
        outgoing.Writer.TryWrite(hint);
        return ValueTask.CompletedTask;
    }

    protected override Task ExecuteAsync(CancellationToken stopping) =>
        Task.WhenAll(AgainAndAgain(ListenAsync, stopping), AgainAndAgain(SendAsync, stopping));

    private async Task AgainAndAgain(Func<CancellationToken, Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (!stopping.IsCancellationRequested)
            {
                log.LogWarning(e, "The live bus lost its database connection; trying again in {Pause}", Pause);
                await Task.Delay(Pause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        connection.Notification += (_, notification) =>
        {
            if (HintText.Read(notification.Payload) is var (sender, hint) && sender != self) subscribers.Deliver(hint);
        };
        await using (var listen = new NpgsqlCommand($"listen {HintText.Channel}", connection)) await listen.ExecuteNonQueryAsync(stopping);
        subscribers.WakeAll();
        Connected = true;
        try
        {
            while (true) await connection.WaitAsync(stopping);
        }
        finally
        {
            Connected = false;
        }
    }

    private async Task SendAsync(CancellationToken stopping)
    {
        List<string> batch = [];
        while (await outgoing.Reader.WaitToReadAsync(stopping))
        {
            batch.Clear();
            while (batch.Count < Batch && outgoing.Reader.TryRead(out var hint)) batch.Add(HintText.Write(self, hint));
            await using var notify = source.CreateCommand($"select pg_notify('{HintText.Channel}', hint) from unnest($1) hint");
            notify.Parameters.Add(new() { Value = batch.ToArray() });
            await notify.ExecuteNonQueryAsync(stopping);
        }
    }
}
