using System.Globalization;

namespace OpsPortal.Sandbox.Simulation.Programs;

/// <summary>redis-cli, against the pod's own Redis or the host that <c>-h</c> names.</summary>
internal static class RedisProgram
{
    public const long HitsPerSecond = 41, HitsPerMiss = 12;

    public static readonly IReadOnlyList<string> Names = ["redis-cli"];

    public static Func<ProgramCall, Task<int>>? Find(string name) => name == "redis-cli" ? RunAsync : null;

    private static async Task<int> RunAsync(ProgramCall call)
    {
        var words = call.Arguments.ToList();
        var host = "127.0.0.1";
        while (words is [['-', ..] option, ..])
        {
            if (option is "-h" && words.Count > 1) host = words[1];
            words.RemoveRange(0, option is "-h" or "-p" or "-a" or "-n" or "-u" && words.Count > 1 ? 2 : 1);
        }
        if (host != "127.0.0.1" && Reach.To(call.World, host, 6379).Outcome != ReachOutcome.Connected)
            return await call.Fail($"Could not connect to Redis at {host}:6379: Connection refused");
        if (words.Count > 0) return await Answer(call, words);
        while (await call.Input.ReadLineAsync(call.Cancellation) is { } line)
            if (line.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } typed) await Answer(call, [.. typed]);
        return 0;
    }

    private static Task<int> Answer(ProgramCall call, List<string> words)
    {
        var flushed = call.World.Scratch.IsEmptied("redis");
        switch (words[0].ToLowerInvariant())
        {
            case "ping": return call.Say("PONG");
            case "dbsize": return call.Say(flushed ? "0" : $"{1200 + call.World.Now.Minute * 7}");
            case "flushdb" or "flushall":
                call.World.Scratch.Empty("redis");
                return call.Say("OK");
            case "keys": return call.Say(flushed ? "" : string.Concat(Keys(words.ElementAtOrDefault(1) ?? "*").Select(k => k + "\n")));
            case "info": return call.Say(Info(call.World, words.ElementAtOrDefault(1)?.ToLowerInvariant()));
            case "set": return call.Say("OK");
            case "get": return call.Say("");
            case "config": return call.Say(words is [_, "get", "maxmemory"] or [_, "GET", "maxmemory"] ? "maxmemory\n536870912" : "OK");
            default: return call.Say($"ERR unknown command '{words[0]}', with args beginning with: {string.Concat(words.Skip(1).Take(1).Select(w => $"'{w}' "))}");
        }
    }

    private static IEnumerable<string> Keys(string pattern)
    {
        var prefix = pattern.Split('*')[0];
        return ((string[])["cache:prompt:3fa9", "cache:prompt:77be", "cache:template:12", "rate_limit:10.0.4.17", "rate_limit:10.0.4.23", "session:5d1c"])
            .Where(k => k.StartsWith(prefix, StringComparison.Ordinal));
    }

    private static string Info(ContainerWorld world, string? section)
    {
        var up = (long)(world.Now - world.Life.StartedAt).TotalSeconds;
        var hits = up * HitsPerSecond;
        Dictionary<string, string[]> sections = new()
        {
            ["server"] = ["redis_version:7.2.5", "redis_mode:standalone", "os:Linux 6.1.0-30-amd64 x86_64", "tcp_port:6379", $"uptime_in_seconds:{up}", $"uptime_in_days:{up / 86400}"],
            ["clients"] = [$"connected_clients:{12 + world.Now.Second % 5}", "maxclients:10000", "blocked_clients:0"],
            ["memory"] = ["used_memory:48123904", "used_memory_human:45.89M", "used_memory_peak_human:61.20M", "maxmemory:536870912", "maxmemory_human:512.00M", "maxmemory_policy:allkeys-lru", "mem_fragmentation_ratio:1.12"],
            ["stats"] = [$"total_connections_received:{up / 30}", $"total_commands_processed:{up * 58}", $"instantaneous_ops_per_sec:{48 + world.Now.Second % 20}", $"expired_keys:{up / 9}", "evicted_keys:0", $"keyspace_hits:{hits}", $"keyspace_misses:{hits / HitsPerMiss}"],
            ["replication"] = ["role:master", "connected_slaves:0"],
            ["keyspace"] = world.Scratch.IsEmptied("redis") ? [] : [$"db0:keys={1200 + world.Now.Minute * 7},expires=640,avg_ttl=1764000"],
        };
        var shown = section is null or "all" or "default" or "everything" ? sections : sections.Where(s => s.Key == section);
        return string.Join("\n", shown.Select(s => $"# {CultureInfo.InvariantCulture.TextInfo.ToTitleCase(s.Key)}\n{string.Concat(s.Value.Select(v => v + "\n"))}"));
    }
}
