using Xunit;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>Which of an environment's servers a command means: Redis here, the rule is one for all.</summary>
public class ServerFinderTests
{
    [Theory]
    [InlineData("redis-cli -h cache GET who", null, "default", "by host")]
    [InlineData("kubectl exec cache-0 -n shop -- redis-cli GET who", null, "default", "by namespace and pod")]
    [InlineData("kubectl exec cache-0 -- redis-cli GET who", null, "shop", "by namespace and pod")]
    [InlineData("kubectl exec cache-0 -- redis-cli GET who", null, "default", "by pod")]
    [InlineData("kubectl exec deployment/cache -- redis-cli GET who", null, "default", "by owner")]
    [InlineData("redis-cli GET who", "shop-system", "default", "by system")]
    [InlineData("redis-cli -u $REDIS_URL GET who", null, "default", "by variable")]
    [InlineData("redis-cli -h twice GET who", "shop-system", "default", "by system")]
    public async Task The_most_exact_binding_wins(string command, string? system, string defaultNamespace, string expected)
    {
        var server = await RedisInstance.RunningAsync();
        var bench = new DataBench { System = system, DefaultNamespace = defaultNamespace };
        foreach (var (name, binds) in new[] { ("by host", "cache twice"), ("by namespace and pod", "shop/cache-0"), ("by pod", "cache-0"), ("by owner", "deployment/cache"), ("by system", "shop-system twice"), ("by variable", "$REDIS_URL") })
        {
            var database = RedisInstance.NextDatabase() % 40 + 10;
            await server.CliAsync(database, "SET", "who", name);
            bench.Redis.Add(new(name, server.Address(database), binds.Split(' ')));
        }
        var outcome = await bench.RunAsync(command);
        Assert.True(outcome.Succeeded, outcome.Reason);
        Assert.Equal(expected, bench.Out);
    }

    [Fact]
    public async Task Without_a_binding_the_container_runs_it() =>
        // the cluster of these tests has no such pod, and says so
        Assert.Contains("cache-0", (await new DataBench().RunAsync("kubectl exec cache-0 -n shop -- redis-cli ping")).Reason);

    [Theory]
    [InlineData("redis-cli -h cache ping", "none of this environment is bound to cache. Add the entry \"cache\"")]
    [InlineData("redis-cli ping", "names one")]
    [InlineData("psql $DATABASE_URL", "bound to $DATABASE_URL. Add the entry \"$DATABASE_URL\"")]
    public async Task What_is_not_bound_anywhere_says_what_to_add(string command, string reason)
    {
        var outcome = await new DataBench().RunAsync(command);
        Assert.False(outcome.Succeeded);
        Assert.Contains(reason, outcome.Reason);
    }
}
