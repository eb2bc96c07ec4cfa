using Npgsql;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Morning;
using OpsPortal.Checks.Objectives;

namespace OpsPortal.Checks.Running;

/// <summary>Runs what is due for as long as this process works. A check that takes its time holds up no other.</summary>
internal sealed class CheckWatch(ClaimChecks claims, RunChecks checks, CheckLimits limits, TimeProvider time, ILogger<CheckWatch> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly HashSet<Task> running = [];

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            do
            {
                try { await TakeAsync(stopping); }
                catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Checks that are due could not be taken; again in {Interval}", Interval); }
            }
            while (await timer.WaitForNextTickAsync(stopping));
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops; what it held is taken by others when the claims run out.
        }
        await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task TakeAsync(CancellationToken stopping)
    {
        while (true)
        {
            running.RemoveWhere(t => t.IsCompleted);
            if (limits.Parallel - running.Count is not (> 0 and var free)) return;
            if (await claims.TakeAsync(free, stopping) is not { } taken) return;
            foreach (var standing in taken) running.Add(checks.RunAsync(standing, stopping));
        }
    }
}

/// <summary>What checks need from time to time: history packed, budgets calculated, digests sent. Any number of workers may do so at once.</summary>
internal sealed class CheckUpkeep(TendHistory history, TendObjectives objectives, SendDigests digests, NpgsqlDataSource source, CheckMetrics metrics, TimeProvider time, ILogger<CheckUpkeep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping))
                foreach (var tend in new Func<CancellationToken, Task>[] { CountAsync, history.InvokeAsync, objectives.InvokeAsync, digests.InvokeAsync })
                {
                    try { await tend(stopping); }
                    catch (Exception e) when (!stopping.IsCancellationRequested) { log.LogWarning(e, "Checks could not be looked after; again in {Interval}", Interval); }
                }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process stops.
        }
    }

    private async Task CountAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var ask = source.CreateCommand("select state, count(*)::int, max($1 - due_at) from check_standings group by state");
        ask.Parameters.Add(new() { Value = now });
        await using var rows = await ask.ExecuteReaderAsync(cancellation);
        List<(CheckState, int)> counts = [];
        var late = TimeSpan.Zero;
        while (await rows.ReadAsync(cancellation))
        {
            counts.Add((Enum.Parse<CheckState>(rows.GetString(0)), rows.GetInt32(1)));
            if (!rows.IsDBNull(2) && rows.GetTimeSpan(2) is var waited && waited > late) late = waited;
        }
        metrics.Now(counts, late);
    }
}
