using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Store;
using OpsPortal.Sandbox.Systems;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Simulation;

public sealed class ExecTests : IAsyncDisposable
{
    private readonly ClusterDrive drive = new();

    public ValueTask DisposeAsync() => drive.DisposeAsync();

    private string Pod => drive.Pods()[0].Name;

    [Fact]
    public async Task SelectOneIsPrintedAsPsqlPrintsIt()
    {
        var (code, output, _) = await drive.Exec("postgres-pod", ["psql", "-U", "postgres", "-d", "platform_db", "-c", "SELECT 1"]);
        Assert.Equal((0, " ?column? \n----------\n        1\n(1 row)\n\n"), (code, output));
    }

    [Theory]
    [InlineData("SELECT version();", "PostgreSQL 16.4")]
    [InlineData("SELECT * FROM pg_stat_activity;", "datname")]
    [InlineData("VACUUM ANALYZE;", "VACUUM")]
    [InlineData("SELECT query, mean_exec_time, calls FROM pg_stat_statements ORDER BY mean_exec_time DESC LIMIT 10;", "412.7")]
    [InlineData("SELECT schemaname, tablename, pg_size_pretty(pg_total_relation_size(schemaname||'.'||tablename)) as size FROM pg_tables", "812 MB")]
    public async Task TheDatabaseAnswersWhatOperatorsAsk(string sql, string expected)
    {
        var (code, output, error) = await drive.Exec("postgres-pod", ["psql", "-U", "postgres", "-d", "platform_db", "-c", sql]);
        Assert.Equal((0, ""), (code, error));
        Assert.Contains(expected, output);
    }

    [Fact]
    public async Task UnknownSqlIsASyntaxErrorOnStandardError()
    {
        var (code, output, error) = await drive.Exec("postgres-pod", ["psql", "-U", "postgres", "-c", "FROB the database"]);
        Assert.Equal((1, ""), (code, output));
        Assert.StartsWith("ERROR:  syntax error at or near \"FROB\"", error);
    }

    [Fact]
    public async Task ARenamedColumnIsRefusedWithAHint()
    {
        var (code, _, error) = await drive.Exec("postgres-pod", ["psql", "-c", "SELECT query, mean_time, calls FROM pg_stat_statements"]);
        Assert.Equal(1, code);
        Assert.Contains("column \"mean_time\" does not exist", error);
    }

    [Fact]
    public async Task TheDatabaseCannotBeReachedWhileItsPodIsDown()
    {
        Assert.Equal("Connection successful\n", (await drive.Exec(Pod, ["node", "-e", "require('pg').Client.connect()"])).Output);
        drive.Change(ResourceTypes.Pods, "postgres-pod", p => p.Into("metadata")["deletionTimestamp"] = "2026-11-21T03:12:30Z");

        var (code, _, error) = await drive.Exec(Pod, ["psql", "-h", "postgres", "-U", "postgres", "-d", "platform_db", "-c", "SELECT 1"]);
        Assert.Equal(2, code);
        Assert.Contains("Connection refused", error);
        Assert.Equal(1, (await drive.Exec(Pod, ["node", "-e", "require('pg').Client.connect()"])).Code);
    }

    [Theory]
    [InlineData("http://platform-service/health", 0, "healthy", "")]
    [InlineData("http://database:5432", 52, "", "Empty reply from server")]
    [InlineData("http://nowhere:80", 6, "", "Could not resolve host: nowhere")]
    [InlineData("http://redis:80", 7, "", "Failed to connect to redis port 80")]
    public async Task CurlAnswersAsTheClusterStands(string url, int exit, string output, string error)
    {
        var result = await drive.Exec(Pod, ["curl", url]);
        Assert.Equal(exit, result.Code);
        Assert.Contains(output, result.Output);
        Assert.Contains(error, result.Error);
    }

    [Fact]
    public async Task IsolatedTiersCannotBeReachedButOwnOnesCan()
    {
        await using var tiers = new ClusterDrive(SystemDefinition.LoadAll().Where(s => s.Name == "tiered-platform"));
        const string Stable = "platform-v2-stable";
        var pod = tiers.Pods("platform-v2-api", Stable)[0].Name;

        Assert.Equal(0, (await tiers.Exec(pod, ["curl", "http://platform-v2-api:8000/health/live"], Stable)).Code);
        var refused = tiers.Exec(pod, ["curl", "http://platform-v1-api:8000"], Stable);
        tiers.Advance(2);
        var (code, _, error) = await refused;
        Assert.Equal((28, "curl: (28) Connection timed out\n"), (code, error));
    }

    [Fact]
    public async Task AShellRunsListsInOrderAndEndsWithTheirCode()
    {
        Assert.Equal((3, "a\nb\n", "c\n"), await drive.Exec(Pod, ["sh", "-c", "echo a; false || echo b && echo c >&2; exit 3; echo d"]));
        Assert.Equal((0, "300000\n", ""), await drive.Exec(Pod, ["sh", "-c", "seq 300000 300000"]));
        Assert.Equal((0, $"{Pod} x;y\n", ""), await drive.Exec(Pod, ["sh", "-c", "echo $HOSTNAME 'x;y'"]));
    }

    [Fact]
    public async Task SleepTakesTheClusterTimeAndStopsWhenCancelled()
    {
        var slow = drive.Exec(Pod, ["sh", "-c", "echo a; sleep 5; echo b"]);
        drive.Advance(4);
        Assert.False(slow.IsCompleted);
        drive.Advance(2);
        Assert.Equal((0, "a\nb\n", ""), await slow);

        using var cancel = new CancellationTokenSource();
        var sleeping = drive.Cluster.Runtime.ExecAsync("platform", Pod, "", ["sleep", "60"], Stream.Null, new MemoryStream(), new MemoryStream(), cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleeping);
    }

    [Fact]
    public async Task AnUnknownProgramIsRefusedAsTheRuntimeDoes()
    {
        var (code, _, error) = await drive.Exec(Pod, ["frobnicate"]);
        Assert.Equal(127, code);
        Assert.Contains("exec: \"frobnicate\": executable file not found in $PATH", error);
    }

    [Fact]
    public async Task CleaningUpLogsFreesTheirSpace()
    {
        Assert.Equal("1.9G\t/app/logs\n", (await drive.Exec(Pod, ["du", "-sh", "/app/logs"])).Output);
        Assert.Equal(0, (await drive.Exec(Pod, ["find", "/app/logs", "-type", "f", "-mtime", "+7", "-delete"])).Code);
        Assert.Equal("4.0K\t/app/logs\n", (await drive.Exec(Pod, ["du", "-sh", "/app/logs"])).Output);
    }

    [Fact]
    public async Task RedisAnswersPingAndInfo()
    {
        var redis = drive.Pods("redis")[0].Name;
        Assert.Equal("PONG\n", (await drive.Exec(redis, ["redis-cli", "ping"])).Output);
        Assert.Contains("keyspace_hits:", (await drive.Exec(redis, ["redis-cli", "info", "stats"])).Output);
    }
}
