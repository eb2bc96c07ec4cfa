using Npgsql;
using OpsPortal.Checks;
using OpsPortal.Checks.Judging;
using OpsPortal.Sandbox.Api;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Scenarios.Support;

namespace OpsPortal.Scenarios.Checks;

/// <summary>Each kind of check asks a real server and says in a sentence what it found.</summary>
public sealed class ChecksAskTheirTargets
{
    private static void Is(CheckState state, string why, CheckStanding standing)
    {
        Assert.True(state == standing.State, $"{standing.State}: {standing.Why}");
        Assert.Contains(why, standing.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_by_status_answer_and_JSON()
    {
        await using var host = await CheckHost.StartAsync();
        var health = new HttpCheck($"{host.Web.Address}/health", Pointer: "/status", Expect: "healthy");
        Is(CheckState.Passing, "200 OK in", await host.OnceAsync(new("a", Spec: health, Damping: CheckHost.AtOnce)));
        host.Web.Body = """{"status":"degraded"}""";
        Is(CheckState.Failing, "/status is degraded, not healthy", await host.OnceAsync(new("b", Spec: health, Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "does not hold \"healthy\"", await host.OnceAsync(new("c", Spec: new HttpCheck($"{host.Web.Address}/", Contains: "healthy"), Damping: CheckHost.AtOnce)));
        host.Web.Status = 503;
        Is(CheckState.Failing, "Answered 503 Service Unavailable, not 200 to 299", await host.OnceAsync(new("d", Spec: health, Damping: CheckHost.AtOnce)));
        Is(CheckState.Passing, "503", await host.OnceAsync(new("e", Spec: new HttpCheck($"{host.Web.Address}/", "503"), Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "Nothing listens", await host.OnceAsync(new("f", Spec: new HttpCheck("http://127.0.0.1:9/"), Damping: CheckHost.AtOnce)));
        Is(CheckState.Unknown, "may not be asked from this environment", await host.OnceAsync(new("g", Spec: new HttpCheck("http://shop.example.com/"), Damping: CheckHost.AtOnce)));
        Assert.All(host.Web.Asked, a => Assert.StartsWith("GET ", a, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_port_and_a_certificate()
    {
        await using var host = await CheckHost.StartAsync();
        Is(CheckState.Passing, "Connected in", await host.OnceAsync(new("a", Spec: new TcpCheck("127.0.0.1", host.Web.Plain), Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "connection refused", await host.OnceAsync(new("b", Spec: new TcpCheck("127.0.0.1", 9), Damping: CheckHost.AtOnce)));
        Is(CheckState.Warning, "Valid until 2026-03-31: 23 days, less than the target of 30 days, still acceptable", await host.OnceAsync(new("c", Spec: new TlsCheck("127.0.0.1", host.Web.Secure))));
        Is(CheckState.Failing, "The certificate is not for shop.example.com", await host.OnceAsync(new("d", Spec: new TlsCheck("127.0.0.1", host.Web.Secure, "shop.example.com"))));
        Is(CheckState.Failing, "does not agree on an encrypted connection", await host.OnceAsync(new("e", Spec: new TlsCheck("127.0.0.1", host.Web.Plain))));
        host.Time.Advance(TimeSpan.FromDays(24));
        Is(CheckState.Failing, "Expired on 2026-03-31", await host.OnceAsync(new("f", Spec: new TlsCheck("127.0.0.1", host.Web.Secure))));
    }

    [Fact]
    public async Task Prometheus_by_the_worst_of_its_series()
    {
        await using var host = await CheckHost.StartAsync();
        var form = new CheckForm(Spec: new PrometheusCheck("errors"), Thresholds: new("<", 1, 5, "%"), Damping: CheckHost.AtOnce);
        host.Web.Prometheus = _ => WebTarget.Series(0.2, 3.5, 0.1);
        Is(CheckState.Warning, "3.5%, more than the target of 1%, still acceptable; the worst of 3 series, {pod=\"cart-1\"}", await host.OnceAsync(form with { Name = "a" }));
        host.Web.Prometheus = _ => WebTarget.Series(7);
        Is(CheckState.Failing, "7%, more than the 5% that are acceptable", await host.OnceAsync(form with { Name = "b" }));
        host.Web.Prometheus = _ => "[]";
        Is(CheckState.Unknown, "gives no series", await host.OnceAsync(form with { Name = "c" }));
        Is(CheckState.Passing, "No series comes back", await host.OnceAsync(new("d", Spec: new PrometheusCheck("errors > 5", NothingPasses: true), Damping: CheckHost.AtOnce)));
    }

    [Fact]
    public async Task A_database_by_a_number_in_a_transaction_that_only_reads()
    {
        var shop = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        await using (var source = NpgsqlDataSource.Create(shop))
        await using (var make = source.CreateCommand("create table orders (id int); create function order_count() returns bigint language sql as 'insert into orders values (1); select count(*) from orders'"))
            await make.ExecuteNonQueryAsync();
        await using var host = await CheckHost.StartAsync(t => t with { Databases = [new("orders", shop, ["shop"]), new("dead", "Host=127.0.0.1;Port=9;Username=x;Database=x", ["dead"])] });
        Is(CheckState.Passing, "3", await host.OnceAsync(new("a", Spec: new SqlCheck("select 3"), Thresholds: new("<", 5), Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "12, more than the target of 5", await host.OnceAsync(new("b", Spec: new SqlCheck("select 12"), Thresholds: new("<", 5), Damping: CheckHost.AtOnce)));
        // a function may do anything: nobody can save it
        var refused = await host.Get<SaveCheck>().AddAsync(People.Root, new("c", "shop", "box", Spec: new SqlCheck("select order_count()")), default);
        Assert.Contains("may change something", refused.Problem?.Detail);
        Is(CheckState.Failing, "does not exist", await host.OnceAsync(new("d", Spec: new SqlCheck("select count(*) from nowhere"), Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "dead could not be reached", await host.OnceAsync(new("e", Spec: new SqlCheck("select 1", "dead"), Damping: CheckHost.AtOnce)));
        Is(CheckState.Unknown, "is no number", await host.OnceAsync(new("f", Spec: new SqlCheck("select 'many'"), Damping: CheckHost.AtOnce)));
    }

    [Fact]
    public async Task Redis_by_its_answer_or_a_field_of_it()
    {
        await using var redis = await PrivateRedis.StartAsync();
        await using var host = await CheckHost.StartAsync(t => t with { Redis = [new("cache", redis.Connection, ["shop"])] });
        Is(CheckState.Passing, "Answered PONG", await host.OnceAsync(new("a", Spec: new RedisCheck(), Damping: CheckHost.AtOnce)));
        Is(CheckState.Passing, "0", await host.OnceAsync(new("b", Spec: new RedisCheck("DBSIZE"), Thresholds: new("<", 10), Damping: CheckHost.AtOnce)));
        Is(CheckState.Passing, "Answered master", await host.OnceAsync(new("c", Spec: new RedisCheck("INFO replication", "role", "master"), Damping: CheckHost.AtOnce)));
        Is(CheckState.Failing, "more than the target of 1", await host.OnceAsync(new("d", Spec: new RedisCheck("INFO memory", "used_memory"), Thresholds: new("<", 1), Damping: CheckHost.AtOnce)));
        await redis.KillAsync();
        Is(CheckState.Failing, "cache could not be reached", await host.OnceAsync(new("e", Spec: new RedisCheck(), Damping: CheckHost.AtOnce)));
    }

    [Fact]
    public async Task A_cluster_by_the_conditions_of_its_objects()
    {
        var cluster = SandboxCluster.Create(TimeProvider.System);
        cluster.Start();
        await using var server = await SandboxServer.StartAsync(cluster, 0, "token", default);
        await using var host = await CheckHost.StartAsync(kubeconfig: server.Kubeconfig);
        CheckForm Of(string name, KubernetesCheck check) => new(name, Spec: check, Damping: CheckHost.AtOnce);
        Is(CheckState.Passing, "3 of 3 replicas available", await host.OnceAsync(Of("a", new("deployment", "platform", "platform-service"))));
        Is(CheckState.Passing, "nodes Ready", await host.OnceAsync(Of("b", new("nodes"))));
        Is(CheckState.Passing, "pods ready", await host.OnceAsync(Of("c", new("pods", "platform", Selector: "app=platform-service"))));
        Is(CheckState.Failing, "not found", await host.OnceAsync(Of("d", new("deployment", "platform", "gone"))));
        Is(CheckState.Unknown, "There is no such pod", await host.OnceAsync(Of("e", new("pods", "platform", Selector: "app=gone"))));
        await cluster.StopAsync();
    }

    [Fact]
    public async Task A_backup_by_its_age_however_it_is_told()
    {
        var shop = await (await PrivatePostgres.RunningAsync()).CreateDatabaseAsync();
        var directory = Directory.CreateTempSubdirectory("opsportal-backups-").FullName;
        await using var host = await CheckHost.StartAsync(t => t with
        {
            Databases = [new("orders", shop, ["shop"])],
            Host = new() { Programs = ["find"], Paths = new Dictionary<string, string> { ["/backups"] = directory } },
        });
        var now = host.Time.GetUtcNow();
        Is(CheckState.Passing, "2 h", await host.OnceAsync(new("a", Spec: new BackupCheck("sql", "select 7200"))));
        Is(CheckState.Warning, "30 h, more than the target of 25 h", await host.OnceAsync(new("b", Spec: new BackupCheck("sql", $"select timestamptz '{now.AddHours(-30):O}'"))));
        Is(CheckState.Failing, "There is no backup", await host.OnceAsync(new("c", Spec: new BackupCheck("sql", "select max(oid::int) from pg_class where relname = 'none'"))));
        host.Web.LastModified = now.AddHours(-60);
        Is(CheckState.Failing, "60 h, more than the 49 h that are acceptable", await host.OnceAsync(new("d", Spec: new BackupCheck("http", $"{host.Web.Address}/latest.gz"))));
        Is(CheckState.Failing, "no file is like /backups/*.gz", await host.OnceAsync(new("e", Spec: new BackupCheck("files", "/backups/*.gz"))));
        var file = Path.Combine(directory, "monday.gz");
        await File.WriteAllTextAsync(file, "");
        File.SetLastWriteTimeUtc(file, now.AddHours(-3).UtcDateTime);
        Is(CheckState.Passing, "monday.gz is from 2026-03-08 00:12 UTC: 3 h", await host.OnceAsync(new("f", Spec: new BackupCheck("files", "/backups/*.gz"))));
    }

    [Fact]
    public async Task What_is_tried_before_it_is_saved_leaves_nothing()
    {
        await using var host = await CheckHost.StartAsync();
        var form = host.Http("/health", "x") with { System = "shop", Environment = "box" };
        var tried = await host.Get<TryCheck>().InvokeAsync(People.Root, form, default);
        Assert.Equal(CheckOutcome.Passed, tried.Value!.Outcome);
        Assert.Equal("url", (await host.Get<TryCheck>().InvokeAsync(People.Root, form with { Spec = new HttpCheck("shop") }, default)).Problem!.Field);
        Assert.Empty(await host.Get<CheckQueries>().ListAsync(null, null, default));
    }
}
