using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;
using OpsPortal.Executions.Running;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Faults;

/// <summary>Asked by every worker at every commit point; does there what the execution's round wants.</summary>
internal sealed class Injector : IAsyncDisposable
{
    private sealed record Armed(FaultKind Kind, CommitPoint Point, Task GivenUp);

    /// <summary>In seconds; several leases.</summary>
    private const double Jump = 10;

    /// <summary>Nobody is frozen for longer, in seconds.</summary>
    private static readonly TimeSpan LongestFreeze = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<long, TaskCompletionSource<Armed?>> wanted = new();
    private readonly ConcurrentDictionary<long, Armed> beforeClaim = new();
    private readonly ConcurrentDictionary<long, bool> done = new();
    private readonly ConcurrentDictionary<int, double> clocks = new();
    private readonly SemaphoreSlim restarting = new(1, 1);

    /// <summary>Of the workers, one at least goes on.</summary>
    private readonly SemaphoreSlim freezing = new(1, 1);
    private readonly WebApplication app;
    private readonly PrivatePostgres postgres;
    private readonly string database;

    private Injector(WebApplication app, PrivatePostgres postgres, string database) => (this.app, this.postgres, this.database) = (app, postgres, database);

    public string Address => app.Urls.Single();
    public Workers Workers { get; set; } = null!;

    /// <summary>How often each fault struck, and where.</summary>
    public ConcurrentDictionary<(FaultKind, CommitPoint), int> Struck { get; } = new();

    public static async Task<Injector> StartAsync(PrivatePostgres postgres, string database)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var injector = new Injector(app, postgres, database);
        app.MapPost("/at/{point}/{execution:long}/{process:int}", async (CommitPoint point, long execution, int process) => Results.Ok(await injector.AtAsync(point, execution, process)));
        await app.StartAsync();
        return injector;
    }

    /// <summary>No execution passes a point before it is told what is wanted of it.</summary>
    /// <param name="kind">Null for nothing.</param>
    /// <param name="givenUp">Over when the execution no longer runs.</param>
    public void Arm(long execution, FaultKind? kind, CommitPoint point, Task givenUp)
    {
        var armed = kind is { } known and not (FaultKind.CutBefore or FaultKind.CutAfter) ? new Armed(known, point, givenUp) : null;
        if (armed is { Point: CommitPoint.BeforeClaim }) beforeClaim[execution] = armed;
        Of(execution).TrySetResult(armed);
    }

    private TaskCompletionSource<Armed?> Of(long execution) => wanted.GetOrAdd(execution, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private async Task<PointAnswer> AtAsync(CommitPoint point, long execution, int process)
    {
        // before a claim nobody knows of what: it strikes for one that waits
        if (point == CommitPoint.BeforeClaim) execution = ArmedBeforeClaim();
        var armed = execution == 0 ? null : await Of(execution).Task;
        var struck = armed is not null && point >= armed.Point && done.TryAdd(execution, true);
        if (struck)
        {
            Struck.AddOrUpdate((armed!.Kind, point), 1, (_, n) => n + 1);
            await StrikeAsync(armed, execution, process);
        }
        return new(struck && armed!.Kind == FaultKind.Throw, clocks.GetValueOrDefault(process));
    }

    private long ArmedBeforeClaim() => beforeClaim.FirstOrDefault(w => !done.ContainsKey(w.Key) && !w.Value.GivenUp.IsCompleted).Key;

    private async Task StrikeAsync(Armed armed, long execution, int process)
    {
        switch (armed.Kind)
        {
            case FaultKind.Kill:
                await Workers.KillAsync(process);
                break;
            case FaultKind.Freeze:
                await freezing.WaitAsync();
                try { await FreezeAsync(process, armed.GivenUp); } finally { freezing.Release(); }
                break;
            case FaultKind.DatabaseRestart:
                await restarting.WaitAsync();
                try { await postgres.RestartAsync(); } finally { restarting.Release(); }
                break;
            case FaultKind.LeaseLost:
                _ = HoldRowAsync(execution);
                break;
            case FaultKind.ClockAhead:
            case FaultKind.ClockBack:
                // the second jump of a process is the way back
                clocks[process] = clocks.GetValueOrDefault(process) != 0 ? 0 : armed.Kind == FaultKind.ClockAhead ? Jump : -Jump;
                break;
        }
    }

    private async Task FreezeAsync(int process, Task givenUp)
    {
        if (!Workers.TryGet(process, out var frozen)) return;
        await frozen.FreezeAsync();
        await givenUp.WaitAsync(LongestFreeze).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await frozen.ThawAsync();
    }

    /// <summary>Longer than a lease.</summary>
    private async Task HoldRowAsync(long execution)
    {
        try
        {
            await using var connection = new NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var hold = new NpgsqlCommand($"begin; select id from executions where id = {execution} for update; select pg_sleep(4); rollback", connection);
            await hold.ExecuteNonQueryAsync();
        }
        catch (NpgsqlException)
        {
            // The database was restarted by another round.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var one in wanted.Values) one.TrySetResult(null);
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await app.StopAsync(now.Token);
        await app.DisposeAsync();
        restarting.Dispose();
        freezing.Dispose();
    }
}
