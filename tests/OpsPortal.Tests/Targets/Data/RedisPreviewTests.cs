using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;
using Xunit;

namespace OpsPortal.Tests.Targets.Data;

public class RedisPreviewTests
{
    [Theory]
    [InlineData("SET greeting other", "key greeting as it was")]
    [InlineData("DEL greeting session:1 nowhere", "3 keys as they were")]
    [InlineData("EXPIRE greeting 100", "key greeting as it was")]
    [InlineData("PERSIST session:1", "key session:1 as it was")]
    [InlineData("HSET session:1 user other extra x", "key session:1 as it was")]
    [InlineData("RPUSH list z", "key list as it was")]
    [InlineData("ZADD board 9 c", "key board as it was")]
    [InlineData("SET fresh 1", "key fresh as it was")]
    [InlineData("RENAME greeting renamed", "2 keys as they were")]
    public async Task A_change_of_keys_is_told_done_and_put_back(string command, string back)
    {
        var (server, database, bench) = await PrepareAsync();
        var before = await DumpAsync(server, database);
        var action = Command(command);
        var preview = await bench.PreviewAsync(action);
        Assert.Contains(back, preview.Reversal.Sentence);
        Assert.Equal(command, Assert.Single(preview.Requests).Call);
        Assert.NotEmpty(preview.Preconditions);
        Assert.Equal(before, await DumpAsync(server, database));
        Assert.Equal(preview.Preconditions.Select(p => p.Value), (await bench.PreviewAsync(action)).Preconditions.Select(p => p.Value));
        Assert.True((await bench.RunAsync(action)).Succeeded, bench.Out);
        var changed = await DumpAsync(server, database);
        Assert.NotEqual(before, changed);
        Assert.Equal(preview.Reversal, bench.Kept[^1].Reversal);
        var revert = bench.Kept[^1].Revert!.Bind(new Dictionary<string, string> { ["x"] = "wrong" });
        Assert.Null((await bench.PreviewAsync(revert)).Refusal);
        Assert.Equal(changed, await DumpAsync(server, database));
        Assert.True((await bench.RunAsync(revert)).Succeeded, bench.Errors);
        Assert.Equal(before, await DumpAsync(server, database));
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded, bench.Errors);
        Assert.Equal(changed, await DumpAsync(server, database));
    }

    [Fact]
    public async Task A_key_that_somebody_changed_since_is_not_overwritten()
    {
        var (server, database, bench) = await PrepareAsync();
        Assert.True((await bench.RunAsync(Command("DEL greeting list"))).Succeeded);
        await server.CliAsync(database, "SET", "greeting", "mine");
        Assert.StartsWith("Key greeting was changed since", (await bench.PreviewAsync(bench.Kept[^1].Revert!)).Refusal);
        Assert.StartsWith("Key greeting was changed since, so that nothing was put back", (await bench.RunAsync(bench.Kept[^1].Revert!)).Reason);
        Assert.Equal("mine\n0\n", (await server.CliAsync(database, "GET", "greeting")).Out + (await server.CliAsync(database, "EXISTS", "list")).Out);
    }

    [Theory]
    [InlineData("FLUSHDB", "4 keys of this database are gone", "every key of the database is gone")]
    [InlineData("EVAL return 0", null, "a script may touch other keys")]
    [InlineData("PUBLISH news x", null, "whoever listens has it already")]
    public async Task What_cannot_be_put_back_is_said_before(string command, string? effect, string why)
    {
        var (server, database, bench) = await PrepareAsync();
        var before = await DumpAsync(server, database);
        var preview = await bench.PreviewAsync(Command(command));
        Assert.False(preview.Reversal.Possible);
        Assert.Contains(why, preview.Reversal.Sentence);
        if (effect is not null) Assert.Contains(effect, preview.Effects);
        Assert.Equal(before, await DumpAsync(server, database));
    }

    [Fact]
    public async Task A_setting_is_told_with_what_it_was_and_put_back()
    {
        var (server, database, bench) = await PrepareAsync();
        var before = (await server.CliAsync(database, "CONFIG", "GET", "hz")).Out;
        var preview = await bench.PreviewAsync(Command("CONFIG SET hz 17"));
        Assert.Equal(new ObjectChange("setting hz", "10", "17"), Assert.Single(preview.Changes));
        Assert.Equal("It can be put back: CONFIG SET hz 10.", preview.Reversal.Sentence);
        Assert.True((await bench.RunAsync(Command("CONFIG SET hz 17"))).Succeeded);
        Assert.True((await bench.RunAsync(bench.Kept[^1].Revert!)).Succeeded);
        Assert.Equal(before, (await server.CliAsync(database, "CONFIG", "GET", "hz")).Out);
        Assert.DoesNotContain("hunter2", $"{(await bench.PreviewAsync(Command("CONFIG SET requirepass hunter2"))).Requests[0]}");
    }

    [Fact]
    public async Task What_is_refused_keeps_no_way_back()
    {
        var (_, _, bench) = await PrepareAsync();
        Assert.False((await bench.RunAsync(Command("LPUSH greeting x"))).Succeeded);
        Assert.Null(bench.Kept[^1].Revert);
        Assert.Contains("WRONGTYPE", bench.Out);
    }

    private static RedisCommand Command(string line) => new() { Place = new() { Unnamed = true }, Words = line.StartsWith("EVAL ", StringComparison.Ordinal) ? ["EVAL", line[5..], "0"] : RedisWords.Split(line) };

    /// <summary>Every key with its value and whether it expires; the instant of an expiry moves with the clock.</summary>
    private static async Task<string> DumpAsync(RedisInstance server, int database)
    {
        const string script = "local out = {} local keys = redis.call('KEYS', '*') table.sort(keys) for _, k in ipairs(keys) do local t = redis.call('PTTL', k) out[#out + 1] = k .. '=' .. redis.sha1hex(redis.call('DUMP', k)) .. (t < 0 and '' or ' in about ' .. math.floor((t + 50000) / 100000)) end return out";
        return (await server.CliAsync(database, "EVAL", script, "0")).Out;
    }

    private static async Task<(RedisInstance Server, int Database, DataBench Bench)> PrepareAsync()
    {
        var server = await RedisInstance.RunningAsync();
        var database = RedisInstance.NextDatabase();
        await server.CliAsync(database, "SET", "greeting", "hello");
        await server.CliAsync(database, "HSET", "session:1", "user", "me", "token", "hunter2");
        await server.CliAsync(database, "EXPIRE", "session:1", "100000");
        await server.CliAsync(database, "RPUSH", "list", "a", "b");
        await server.CliAsync(database, "ZADD", "board", "1", "a", "2.5", "b");
        return (server, database, new() { Redis = { new("the cache", server.Address(database), []) } });
    }
}
