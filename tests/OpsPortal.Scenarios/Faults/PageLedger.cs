using System.Collections.Concurrent;
using Npgsql;

namespace OpsPortal.Scenarios.Faults;

/// <summary>Follows the paging for incidents in the database itself, past the portal: woken by its hints, and each second.</summary>
internal sealed class PageLedger : IAsyncDisposable
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource> followed = new();
    private readonly CancellationTokenSource over = new();
    private readonly string database;
    private readonly Task watching;

    public PageLedger(string database)
    {
        this.database = database;
        watching = Task.Run(WatchAsync);
    }

    /// <summary>Over when nobody is left to page and nothing is on its way.</summary>
    public Task SettledAsync(long incident) => followed.GetOrAdd(incident, _ => new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    private async Task WatchAsync()
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                await using var connection = new NpgsqlConnection(database);
                await connection.OpenAsync(over.Token);
                await using (var listen = new NpgsqlCommand("listen opsportal_live", connection)) await listen.ExecuteNonQueryAsync(over.Token);
                while (true)
                {
                    await LookAsync(connection);
                    await connection.WaitAsync(TimeSpan.FromSeconds(1), over.Token);
                }
            }
            catch (NpgsqlException)
            {
                // A round restarts it.
            }
            catch (OperationCanceledException) when (over.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task LookAsync(NpgsqlConnection connection)
    {
        await using var look = new NpgsqlCommand("""
            select e.incident from escalations e where e.incident = any($1) and e.next_at is null
               and not exists (select 1 from pages p join page_attempts a on a.page_id = p.id where p.incident = e.incident and a.state in ('Waiting', 'Sending'))
            """, connection);
        look.Parameters.Add(new() { Value = followed.Where(f => !f.Value.Task.IsCompleted).Select(f => f.Key).ToArray() });
        await using var rows = await look.ExecuteReaderAsync(over.Token);
        while (await rows.ReadAsync(over.Token)) followed[rows.GetInt64(0)].TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }
}
