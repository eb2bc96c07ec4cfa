using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Checks;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Running;
using OpsPortal.Environments;
using OpsPortal.Scenarios.Support;
using OpsPortal.Targets;

namespace OpsPortal.Benchmarks;

/// <summary>
/// What 1,000 checks of a minute cost: processor time on both sides for one minute's worth of them (TCP connections to a listener on the
/// loopback), beside plain INSERTs of the same rows; then the size of a day and of a year of them, and how long 90 days of 200 checks take to read.
/// </summary>
internal static class CheckCost
{
    private const int Checks = 1_000, Rounds = 3, Shown = 200, Days = 90;

    public static async Task MeasureAsync()
    {
        var database = await PortalDatabase.CreateAsync();
        var time = new FakeTime();
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start(4_096);
        using var stop = new CancellationTokenSource();
        var accepting = AcceptAsync(listener, stop.Token);
        await using var portal = await PortalHost.StartAsync(database, new()
        {
            Roles = "web",
            Time = time,
            OnCall = true,
            Services = services =>
            {
                var configuration = new Microsoft.Extensions.Configuration.ConfigurationManager { ["Roles"] = "web" };
                services.AddEnvironments(configuration).AddTargets().AddChecks(configuration);
            },
        });
        await using var source = NpgsqlDataSource.Create(database);
        await ExecuteAsync(source, "create extension if not exists pg_stat_statements");
        await ArrangeAsync(portal, ((System.Net.IPEndPoint)listener.LocalEndpoint).Port);
        var run = portal.Get<RunChecks>();
        await run.InvokeAsync(default);

        var ran = 0;
        var clock = Stopwatch.StartNew();
        var wal = await NumberAsync(source, "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8");
        var cost = await DatabaseCost.OfAsync(source, async () =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                time.Advance(TimeSpan.FromSeconds(100));
                ran += await run.InvokeAsync(default);
            }
        });
        var took = clock.Elapsed;
        wal = await NumberAsync(source, "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::float8") - wal;
        Console.WriteLine($"{Checks} checks of a minute each");
        (cost / ran).Print("one run");
        Line("of one core, here and in PostgreSQL", (cost.Portal + cost.Database) / ran * Checks / 60_000 * 100, "%");
        Line("runs per second at most, 16 at a time", ran / took.TotalSeconds, "");
        Line("written ahead (WAL) per run", wal / ran, "bytes");
        Line("plain INSERT of the same row, per row", await PlainAsync(source) / 1e3, "ms");
        await SizesAsync(portal, source, time);
        await stop.CancelAsync();
        listener.Stop();
        await accepting;
    }

    private static async Task ArrangeAsync(PortalHost portal, int port)
    {
        await using var db = await portal.DatabaseAsync();
        var environment = Guid.NewGuid();
        db.Environments.Add(new() { Id = environment, Name = "box", ProtectedTargets = portal.Get<EnvironmentVault>().Protect(new TargetSettings { Http = new() { Allow = [$"127.0.0.1:{port}"] } }) });
        var system = await db.Systems.FirstAsync();
        for (var i = 0; i < Checks; i++)
            db.Checks.Add(new() { Name = $"check {i}", SystemId = system.Id, System = system.Slug, EnvironmentId = environment, Component = $"part {i % 100}", Spec = new TcpCheck("127.0.0.1", port), Thresholds = new("<", 500, 2_000, "ms"), ChangedBy = "bench" });
        await db.SaveChangesAsync();
        var now = portal.Get<TimeProvider>().GetUtcNow();
        await db.Database.ExecuteSqlAsync($"insert into check_standings (check_id, state, since, why, due_at, recent, burn) select id, 'Unknown', {now}, 'Not run yet', {now}, '', 'None' from checks");
    }

    private static async Task SizesAsync(PortalHost portal, NpgsqlDataSource source, FakeTime time)
    {
        await ExecuteAsync(source, "truncate check_samples, check_packs, check_hours, check_days");
        var midnight = new DateTimeOffset(time.GetUtcNow().UtcDateTime.Date.AddDays(2), TimeSpan.Zero);
        time.Advance(midnight.AddDays(1).AddHours(9) - time.GetUtcNow());
        await ExecuteAsync(source, $"""
            insert into check_samples (check_id, at, outcome, value)
            select c.id, timestamptz '{midnight:O}' + make_interval(secs => m * 60 + (c.id % 60) + random() * 6), case when random() < 0.001 then 2 else 0 end, 40 + random() * 60
              from checks c, generate_series(0, {24 * 60 - 1}) m
            """);
        Line("a day of single runs, as they come", await SizeAsync(source, "check_samples"), "bytes");
        var clock = Stopwatch.StartNew();
        await portal.Get<TendHistory>().InvokeAsync(default);
        Line("packing and rolling that day up", clock.Elapsed.TotalSeconds, "s");
        await ExecuteAsync(source, "vacuum full check_samples, check_packs, check_hours, check_days");
        double packs = await SizeAsync(source, "check_packs"), hours = await SizeAsync(source, "check_hours"), days = await SizeAsync(source, "check_days");
        Line("that day packed: single runs, hours, day", packs + hours + days, "bytes");
        var limits = new CheckLimits();
        Line("steady after a year (runs, hours, days)", (packs * limits.KeepRunsDays) + (hours * limits.KeepHoursDays) + (days * 366), "bytes");
        Line("of one check", ((packs * limits.KeepRunsDays) + (hours * limits.KeepHoursDays) + (days * 366)) / Checks, "bytes");

        await ExecuteAsync(source, $"insert into check_days (check_id, day, passed, warned, failed, unknown, min, average, max, p95) select c.id, date '{midnight:yyyy-MM-dd}' - d, 1440, 0, 2, 0, 40, 70, 100, 97 from checks c, generate_series(1, 366) d on conflict do nothing");
        await ExecuteAsync(source, $"delete from checks where id not in (select id from checks order by id limit {Shown})");
        await ExecuteAsync(source, "analyze");
        var queries = portal.Get<CheckQueries>();
        List<double> reads = [];
        for (var i = 0; i < 20; i++)
        {
            clock.Restart();
            var found = await queries.UptimeAsync(Days, default);
            if (i >= 5) reads.Add(clock.Elapsed.TotalMilliseconds);
            if (found.Count < Days) throw new InvalidOperationException($"{found.Count} days were read.");
        }
        reads.Sort();
        Line($"{Days} days of {Shown} checks, median", reads[reads.Count / 2], "ms");
        Line($"{Days} days of {Shown} checks, worst of 15", reads[^1], "ms");
    }

    private static async Task<double> PlainAsync(NpgsqlDataSource source)
    {
        await ExecuteAsync(source, "create table bench_samples (like check_samples including all)");
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Checks; i++)
        {
            await using var insert = source.CreateCommand("insert into bench_samples (check_id, at, outcome, value) values ($1, now(), 0, 12)");
            insert.Parameters.Add(new() { Value = i });
            await insert.ExecuteNonQueryAsync();
        }
        return clock.Elapsed.TotalMicroseconds / Checks;
    }

    private static async Task AcceptAsync(System.Net.Sockets.TcpListener listener, CancellationToken cancellation)
    {
        try
        {
            while (true) (await listener.AcceptSocketAsync(cancellation)).Dispose();
        }
        catch (Exception e) when (e is OperationCanceledException or System.Net.Sockets.SocketException or ObjectDisposedException)
        {
            // The measurement is over.
        }
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        command.CommandTimeout = 600;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<double> NumberAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return Convert.ToDouble(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static Task<double> SizeAsync(NpgsqlDataSource source, string table) => NumberAsync(source, $"select pg_total_relation_size('{table}')::float8");

    private static void Line(string what, double value, string unit) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {what,-44} {value,15:#,0.##} {unit}"));
}
