using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OpsPortal.Executions;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Benchmarks;

/// <summary>
/// Executions per second of a step that does nothing: request, job, audit entry, claim, one line of output, end. Beside it plain pairs of
/// INSERT and UPDATE, each in a transaction of its own, into the same PostgreSQL (without fsync, as for both). Processor time and numbers
/// of statements say what a busy machine does not blur.
/// </summary>
internal static class QueueThroughput
{
    private const int Executions = 600;
    private const int Callers = 8;

    /// <summary>Until the runtime has compiled for good what they all go through; otherwise that is what is measured.</summary>
    private const int WarmUp = 400;

    public static async Task MeasureAsync()
    {
        var database = await PortalDatabase.CreateAsync();
        var runner = new FakeStepRunner();
        runner.Run = async (_, output, _, cancellation) =>
        {
            await output.WriteAsync(OutputStream.Out, "echo", cancellation);
            return ActionOutcome.Success("done");
        };
        await using var portal = await PortalHost.StartAsync(database, new() { Runner = runner });
        await using var source = NpgsqlDataSource.Create(database);
        await using (var watch = source.CreateCommand("create extension if not exists pg_stat_statements")) await watch.ExecuteNonQueryAsync();
        await RunAsync(portal, WarmUp);
        var ours = 0.0;
        var cost = await DatabaseCost.OfAsync(source, async () => ours = await RunAsync(portal, Executions));
        var theirs = await PairsAsync(database);
        Console.WriteLine($"Throughput of the queue, {Executions} executions asked for by {Callers} callers at once");
        Print("executions of a no-op", ours);
        Print("plain INSERT + UPDATE pairs", theirs);
        (cost / Executions).Print("an execution");
        Spread.PrintRatio("pairs / executions", theirs / ours, "what a whole execution costs, in pairs");
    }

    /// <summary>Each statement that executions make, most frequent first: how often for one of them, and for how long.</summary>
    public static async Task ListAsync()
    {
        var database = await PortalDatabase.CreateAsync();
        await using var portal = await PortalHost.StartAsync(database);
        await using var source = NpgsqlDataSource.Create(database);
        await using (var watch = source.CreateCommand("create extension if not exists pg_stat_statements")) await watch.ExecuteNonQueryAsync();
        await RunAsync(portal, WarmUp);
        await using (var reset = source.CreateCommand("select pg_stat_statements_reset()")) await reset.ExecuteNonQueryAsync();
        await RunAsync(portal, Executions);
        await using var list = source.CreateCommand(
            """
            select calls::float8 / $1, mean_exec_time, regexp_replace(query, '\s+', ' ', 'g') from pg_stat_statements s
              join pg_database d on d.oid = s.dbid and d.datname = current_database() order by calls desc limit 80
            """);
        list.Parameters.Add(new() { Value = (double)Executions });
        await using var rows = await list.ExecuteReaderAsync();
        Console.WriteLine($"Statements of an execution: how often, for how many milliseconds, which");
        while (await rows.ReadAsync())
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {rows.GetDouble(0),6:F2} {rows.GetDouble(1),7:F2}  {rows.GetString(2)}"));
    }

    private static async Task<double> RunAsync(PortalHost portal, int count)
    {
        var clock = Stopwatch.StartNew();
        var ids = await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            List<long> mine = [];
            for (var i = 0; i < count / Callers; i++) mine.Add(await portal.ClickAsync("pods"));
            return mine;
        }));
        var last = ids.SelectMany(i => i).ToList();
        foreach (var id in last)
            if ((await portal.EndOfAsync(id)).State != ExecutionState.Succeeded) throw new InvalidOperationException($"Execution {id} did not succeed.");
        return last.Count / clock.Elapsed.TotalSeconds;
    }

    private static async Task<double> PairsAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using (var create = source.CreateCommand("create table bench_pairs (id bigint generated always as identity primary key, state text not null, reason text not null, payload text not null, at timestamptz not null)"))
            await create.ExecuteNonQueryAsync();
        var payload = new string('x', 500);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var i = 0; i < Executions / Callers; i++)
            {
                await using var insert = source.CreateCommand("insert into bench_pairs (state, reason, payload, at) values ('Queued', 'waiting', $1, now()) returning id");
                insert.Parameters.Add(new() { Value = payload });
                var id = (long)(await insert.ExecuteScalarAsync())!;
                await using var update = source.CreateCommand("update bench_pairs set state = 'Succeeded', reason = 'done' where id = $1");
                update.Parameters.Add(new() { Value = id });
                await update.ExecuteNonQueryAsync();
            }
        }));
        return Executions / clock.Elapsed.TotalSeconds;
    }

    private static void Print(string what, double perSecond) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {perSecond,15:F0} per second"));
}
