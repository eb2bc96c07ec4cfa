using System.Reflection;
using Npgsql;
using OpsPortal.Executions.Running;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Executions.Nodes;

/// <summary>
/// This process tells of itself: at its start, every few seconds, at once when it is to stop, and takes its row with it when it ends.
/// Registered after <see cref="RunningExecutions"/>, so that it hears of the stop before that one waits for what still runs.
/// </summary>
internal sealed class NodeSigns(NpgsqlDataSource source, Node node, Roles roles, ILiveBus bus, TimeProvider time, ILogger<NodeSigns> log) : IHostedLifecycleService, IDisposable
{
    /// <summary>What the hint of a change is about.</summary>
    public const string Topic = "nodes";

    private static readonly string Version = (typeof(NodeSigns).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown").Split('+')[0];

    private readonly DateTimeOffset started = time.GetUtcNow();
    private readonly CancellationTokenSource over = new();
    private Task beating = Task.CompletedTask;
    private volatile bool draining;

    public async Task StartedAsync(CancellationToken cancellation)
    {
        await TellSafelyAsync(cancellation);
        beating = Task.Run(() => BeatAsync(over.Token), CancellationToken.None);
    }

    public Task StoppingAsync(CancellationToken cancellation)
    {
        draining = true;
        return TellSafelyAsync(cancellation);
    }

    /// <summary>The last thing that a process does in the database.</summary>
    public async Task StoppedAsync(CancellationToken cancellation)
    {
        try
        {
            await over.CancelAsync();
            await beating;
            await using var leave = source.CreateCommand("delete from nodes where id = $1");
            leave.Parameters.Add(new() { Value = node.Id });
            await leave.ExecuteNonQueryAsync(cancellation);
        }
        catch (ObjectDisposedException)
        {
            // Stopped for a second time, when everything was put away already.
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            log.LogWarning(e, "The row of {Node} stays until it is a day old", node.Name);
        }
    }

    public Task StartingAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StartAsync(CancellationToken cancellation) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
    public void Dispose() => over.Dispose();

    private async Task BeatAsync(CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(NodeStates.Heartbeat, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation)) await TellSafelyAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    private async Task TellSafelyAsync(CancellationToken cancellation)
    {
        try
        {
            await TellAsync(cancellation);
            await bus.PublishAsync(new(HintKind.Status, Topic), cancellation);
        }
        catch (ObjectDisposedException) when (draining)
        {
            // Likewise.
        }
        catch (NpgsqlException e)
        {
            log.LogWarning("No sign of life of {Node}; again in {Interval}: {Cause}", node.Name, NodeStates.Heartbeat, e.Message);
        }
    }

    /// <summary>Writes the row, anew where it is gone, and removes those of the forgotten, and of a dead process whose name this one took.</summary>
    private async Task TellAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var batch = source.CreateBatch();
        // A heartbeat that was under way when the stop came must not take it back.
        batch.BatchCommands.Add(new(
            """
            insert into nodes (id, name, roles, version, started_at, last_heartbeat_at, draining) values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (id) do update set last_heartbeat_at = excluded.last_heartbeat_at, draining = nodes.draining or excluded.draining
            """)
        {
            Parameters =
            {
                new() { Value = node.Id }, new() { Value = node.Name }, new() { Value = Named(roles) }, new() { Value = Version },
                new() { Value = started }, new() { Value = now > started ? now : started }, new() { Value = draining },
            },
        });
        batch.BatchCommands.Add(new("delete from nodes where last_heartbeat_at < $1 or (name = $2 and id <> $3 and last_heartbeat_at < $4)")
        {
            Parameters = { new() { Value = now - NodeStates.ForgottenAfter }, new() { Value = node.Name }, new() { Value = node.Id }, new() { Value = now - NodeStates.LateAfter } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    private static string Named(Roles roles) => roles switch { { Web: true, Worker: true } => "web,worker", { Worker: true } => "worker", _ => "web" };
}
