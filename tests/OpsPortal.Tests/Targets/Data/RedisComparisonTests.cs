using Xunit;

namespace OpsPortal.Tests.Targets.Data;

/// <summary>The same command line to redis-cli itself and to us.</summary>
public class RedisComparisonTests
{
    private static readonly Lazy<Task<(RedisInstance Server, int Database)>> Prepared = new(async () =>
    {
        var server = await RedisInstance.RunningAsync();
        var database = RedisInstance.NextDatabase();
        foreach (var command in new[] { "SET cache:1 one", "SET n 41", "RPUSH list a b c", "HSET hash f v g w", "SADD set x", "ZADD z 1 a 2 b", "SET odd héllo\nwörld", "XADD stream 1-1 k v" })
            await server.CliAsync(database, command.Split(' '));
        return (server, database);
    });

    [Theory]
    [InlineData("ping")]
    [InlineData("PING hello")]
    [InlineData("GET cache:1")]
    [InlineData("GET nothing")]
    [InlineData("GET odd")]
    [InlineData("GET list")]
    [InlineData("STRLEN n")]
    [InlineData("LRANGE list 0 -1")]
    [InlineData("LRANGE nothing 0 -1")]
    [InlineData("HGETALL hash")]
    [InlineData("ZRANGE z 0 -1 WITHSCORES")]
    [InlineData("XRANGE stream - +")]
    [InlineData("EXISTS n cache:1")]
    [InlineData("DBSIZE")]
    [InlineData("TYPE hash")]
    [InlineData("KEYS cache:*")]
    [InlineData("KEYS nothing*")]
    [InlineData("FROB me")]
    [InlineData("CONFIG GET maxmemory")]
    [InlineData("--scan --pattern cache:*")]
    [InlineData("--scan --pattern nothing*")]
    [InlineData("--no-raw LRANGE list 0 -1")]
    [InlineData("--no-raw GET nothing")]
    [InlineData("--no-raw GET odd")]
    [InlineData("--no-raw DBSIZE")]
    [InlineData("--no-raw XRANGE stream - +")]
    [InlineData("--no-raw KEYS nothing*")]
    [InlineData("--no-raw GET list")]
    [InlineData("EVAL return{1,{2,false,'x'}} 0")]
    public async Task Replies_look_the_same(string arguments)
    {
        var (server, database) = await Prepared.Value;
        var real = await server.CliAsync(database, arguments.Split(' '));
        var bench = new DataBench { Redis = { new("the cache", server.Address(database), ["cache"]) } };
        await bench.RunAsync($"redis-cli -h cache {(arguments.Contains('*') || arguments.Contains('{') ? string.Join(' ', arguments.Split(' ').Select(a => a.Contains('*') || a.Contains('{') ? $"\"{a}\"" : a)) : arguments)}");
        var (expected, actual) = (real.Out, string.Concat(bench.Output.Of(OpsPortal.Targets.OutputStream.Out).Select(l => l + "\n")));
        // SCAN has an order of its own
        if (arguments.Contains("cache:*")) (expected, actual) = (Sorted(expected), Sorted(actual));
        Assert.Equal(expected, actual);

        static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Lines_that_are_piped_in_are_commands()
    {
        var server = await RedisInstance.RunningAsync();
        var bench = new DataBench { Redis = { new("the cache", server.Address(RedisInstance.NextDatabase()), []) } };
        Assert.True((await bench.RunAsync("redis-cli", ["SET a \"b c\"", "", "GET a"])).Succeeded);
        Assert.Equal(("OK\nb c", 1), (bench.Out, bench.SideEffects));
    }

    [Fact]
    public async Task Monitor_goes_on_until_it_is_stopped()
    {
        var server = await RedisInstance.RunningAsync();
        using var stop = new CancellationTokenSource();
        var database = RedisInstance.NextDatabase();
        Task<(int, string)>? other = null;
        var bench = new DataBench { Redis = { new("the cache", server.Address(database), []) } };
        bench.Output = new()
        {
            Written = (_, line) =>
            {
                if (line == "OK") other = server.CliAsync(database, "GET", "watched");
                if (line.Contains("watched", StringComparison.Ordinal)) stop.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.RunAsync("redis-cli MONITOR", cancellation: stop.Token));
        await other!;
    }

    [Fact]
    public async Task Info_has_the_same_lines()
    {
        var (server, database) = await Prepared.Value;
        var real = await server.CliAsync(database, "info", "server");
        var bench = new DataBench { Redis = { new("the cache", server.Address(database), []) } };
        await bench.RunAsync("redis-cli info server");
        Assert.Equal(Names(real.Out.Replace("\r", "").Split('\n')), Names([.. bench.Out.Split('\n'), ""]));

        static IEnumerable<string> Names(IEnumerable<string> lines) => lines.Select(l => l.Split(':')[0]);
    }
}
