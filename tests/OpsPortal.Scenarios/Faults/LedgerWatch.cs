using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;

namespace OpsPortal.Scenarios.Faults;

/// <summary>What the ledger says of an execution.</summary>
/// <param name="Lapsed">It is Running, and whoever holds it has not renewed its lease in time.</param>
internal sealed record Seen(long Id, string State, string Reason, string? Verification, bool Lapsed = false)
{
    /// <summary>Nothing changes it any more but a person.</summary>
    public bool IsFinal => State is not ("Queued" or "Running" or "OutcomeUnknown") || (State == "OutcomeUnknown" && Verification is not null);
}

/// <summary>Follows executions in the database itself, past the portal: woken by its hints, and each second.</summary>
internal sealed class LedgerWatch : IAsyncDisposable
{
    private sealed class Followed
    {
        public TaskCompletionSource<Seen> Final { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
        public long LapsedSince { get; set; }
        public bool Ran { get; set; }
        public TimeSpan Longest { get; set; }
        public bool WasUnknown { get; set; }
    }

    private readonly ConcurrentDictionary<long, Followed> followed = new();
    private readonly CancellationTokenSource over = new();
    private readonly string database;
    private readonly Task watching;

    public LedgerWatch(string database)
    {
        this.database = database;
        watching = Task.Run(WatchAsync);
    }

    public Task<Seen> FinalAsync(long id) => Of(id).Final.Task;

    /// <summary>Over when it ran and runs no longer.</summary>
    public Task GivenUpAsync(long id) => Of(id).GivenUp.Task;

    /// <summary>How long it was seen Running at a stretch with nobody holding it, by this process's clock.</summary>
    public TimeSpan LongestLapsed(long id) => Of(id).Longest;
    public bool WasUnknown(long id) => Of(id).WasUnknown;
    public IEnumerable<long> Open => followed.Where(f => !f.Value.Final.Task.IsCompleted).Select(f => f.Key);

    private Followed Of(long id) => followed.GetOrAdd(id, _ => new());

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
        await using var look = new NpgsqlCommand("select id, state, reason, verification, coalesce(lease_until < clock_timestamp(), false) from executions where id = any($1)", connection);
        look.Parameters.Add(new() { Value = Open.ToArray() });
        await using var rows = await look.ExecuteReaderAsync(over.Token);
        while (await rows.ReadAsync(over.Token))
            Note(new(rows.GetInt64(0), rows.GetString(1), rows.GetString(2), rows.IsDBNull(3) ? null : rows.GetString(3), rows.GetBoolean(4)));
    }

    private void Note(Seen seen)
    {
        var one = Of(seen.Id);
        if (seen.State == "Running")
        {
            one.Ran = true;
            if (!seen.Lapsed) { one.LapsedSince = 0; return; }
            if (one.LapsedSince == 0) one.LapsedSince = Stopwatch.GetTimestamp();
            var so = Stopwatch.GetElapsedTime(one.LapsedSince);
            if (so > one.Longest) one.Longest = so;
            return;
        }
        if (one.Ran || seen.State != "Queued") one.GivenUp.TrySetResult();
        one.LapsedSince = 0;
        one.WasUnknown |= seen.State == "OutcomeUnknown" || seen.Verification is not null;
        if (seen.IsFinal) one.Final.TrySetResult(seen);
    }

    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        await watching;
        over.Dispose();
    }
}
