using OpsPortal.Sandbox.Data;
using OpsPortal.Sandbox.Systems;
using OpsPortal.Tests.Targets.Data;
using Xunit;

namespace OpsPortal.Tests.Sandbox.Data;

public class SandboxDatabasesTests
{
    [Fact]
    public async Task Every_system_has_its_data_and_keeps_it()
    {
        var (postgres, redis) = (await PostgresInstance.RunningAsync(), await RedisInstance.RunningAsync());
        var systems = SystemDefinition.LoadAll().Select(s => s.Name).ToList();
        await using (var first = await SandboxDatabases.StartAsync(postgres.ConnectionString("postgres"), redis.Address(0).Replace(",db=0", ""), systems, default))
        {
            Assert.Equal(5, first.Databases.Count);
            Assert.Equal(5, first.Redis.Count);
            Assert.Empty(first.Notices);
            var bench = Bench(first, "structured-prompt-service");
            await bench.RunAsync("psql -tA -h postgres -c \"UPDATE api_keys SET rate_limit_per_hour = 10000 WHERE name = 'vip-customer'\" -c 'SELECT count(*) > 2 FROM pg_stat_activity'");
            Assert.Equal("UPDATE 1\nt", bench.Out);
            await Bench(first, "structured-prompt-service").RunAsync("redis-cli -h redis DEL cache:user:1");
        }
        await using var again = await SandboxDatabases.StartAsync(postgres.ConnectionString("postgres"), redis.Address(0).Replace(",db=0", ""), systems, default);
        var later = Bench(again, "structured-prompt-service");
        await later.RunAsync("psql -tA -h postgres -c \"SELECT rate_limit_per_hour FROM api_keys WHERE name = 'vip-customer'\"");
        await later.RunAsync("redis-cli -h redis DBSIZE");
        Assert.Equal("10000", later.Out.Split('\n')[0]);
        Assert.True(int.Parse(later.Out.Split('\n')[1]) is > 100 and < 520);
    }

    [Theory]
    [InlineData("platform-service", "kubectl exec -it postgres-pod -n platform -- psql -U postgres -d platform_db -c \"SELECT query, mean_exec_time, calls FROM pg_stat_statements ORDER BY mean_exec_time DESC LIMIT 10;\"", "(10 rows)")]
    [InlineData("tiered-platform", "kubectl -n platform-v2-stable exec -it web -- psql -h postgres -U platform_user -d production -c 'SELECT 1'", "(1 row)")]
    [InlineData("tiered-platform", "kubectl exec -it postgres-pod -n platform-v2-stable -- psql -U postgres -d platform -c 'SELECT * FROM audit.event_log ORDER BY timestamp DESC LIMIT 100;'", "(100 rows)")]
    [InlineData("tiered-platform", "kubectl exec -it postgres-pod -n platform-v2-stable -- pg_dump -U postgres -n quarantine platform", "COPY quarantine.artifacts")]
    [InlineData("discord-intelligence-bot", "kubectl exec postgres-pod -n discord -- psql -U postgres -c '\\d unified_system'", "Table \"public.unified_system\"")]
    [InlineData("discord-intelligence-bot", "ANALYZE unified_system;", "ANALYZE")]
    [InlineData("meta-prompt-evolution-hub", "kubectl exec -it deployment/meta-prompt-evolution-hub -n production -- psql $DATABASE_URL", "connected to database \"meta_prompt\"")]
    [InlineData("meta-prompt-evolution-hub", "SELECT 'prompts' as table_name, count(*) FROM prompts UNION ALL SELECT 'evaluations' as table_name, count(*) FROM evaluations;", "5000")]
    [InlineData("structured-prompt-service", "CREATE INDEX CONCURRENTLY idx_requests_api_key ON request_logs(api_key_id);", "CREATE INDEX")]
    [InlineData("meta-prompt-evolution-hub", "redis-cli info stats", "keyspace_hits")]
    public async Task Commands_of_runbooks_find_what_they_ask_for(string system, string command, string expected)
    {
        var (postgres, redis) = (await PostgresInstance.RunningAsync(), await RedisInstance.RunningAsync());
        await using var data = await SandboxDatabases.StartAsync(postgres.ConnectionString("postgres"), redis.Address(0).Replace(",db=0", ""), [system], default);
        var bench = Bench(data, system);
        var outcome = await bench.RunAsync(command);
        Assert.True(outcome.Succeeded, $"{outcome.Reason}\n{bench.Errors}");
        Assert.Contains(expected, bench.Out);
    }

    private static DataBench Bench(SandboxDatabases data, string system)
    {
        var bench = new DataBench { System = system };
        bench.Databases.AddRange(data.Databases.Select(d => new OpsPortal.Targets.ServerBinding(d.Name, d.ConnectionString, d.Binds)));
        bench.Redis.AddRange(data.Redis.Select(d => new OpsPortal.Targets.ServerBinding(d.Name, d.ConnectionString, d.Binds)));
        return bench;
    }
}
