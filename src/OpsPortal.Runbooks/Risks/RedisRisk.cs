namespace OpsPortal.Runbooks.Risks;

/// <summary>Commands of Redis, see redis.io/commands.</summary>
public static class RedisRisk
{
    private static readonly HashSet<string> Reads = Set("""
        PING ECHO INFO DBSIZE KEYS SCAN SSCAN HSCAN ZSCAN GET MGET EXISTS TTL PTTL TYPE STRLEN GETRANGE OBJECT HGET HGETALL HMGET HLEN HKEYS HVALS HEXISTS LLEN LRANGE LINDEX LPOS
        SMEMBERS SCARD SISMEMBER SINTER SUNION SDIFF SRANDMEMBER ZRANGE ZREVRANGE ZRANGEBYSCORE ZCARD ZSCORE ZRANK ZCOUNT XLEN XRANGE XREVRANGE XINFO XREAD XPENDING RANDOMKEY LASTSAVE
        TIME ROLE MONITOR SUBSCRIBE PSUBSCRIBE PUBSUB AUTH SELECT HELLO QUIT EXIT DUMP COMMAND WAIT READONLY LOLWUT BITCOUNT PFCOUNT GEOPOS GEODIST EXPIRETIME
        """);

    private static readonly HashSet<string> Destroys = Set("""
        FLUSHDB FLUSHALL DEL UNLINK GETDEL HDEL SREM ZREM LREM LPOP RPOP SPOP ZPOPMIN ZPOPMAX BLPOP BRPOP LTRIM XDEL XTRIM ZREMRANGEBYSCORE ZREMRANGEBYRANK RESTORE SHUTDOWN MIGRATE
        """);

    // Of these the second word decides.
    private static readonly Dictionary<string, string> ReadingSubcommands = new()
    {
        ["CONFIG"] = "GET",
        ["CLIENT"] = "LIST|INFO|GETNAME|ID",
        ["CLUSTER"] = "INFO|NODES|SLOTS|SHARDS|KEYSLOT|MYID|COUNTKEYSINSLOT|GETKEYSINSLOT",
        ["MEMORY"] = "USAGE|STATS|DOCTOR",
        ["SLOWLOG"] = "GET|LEN",
        ["LATENCY"] = "LATEST|HISTORY|DOCTOR|GRAPH|HISTOGRAM",
        ["ACL"] = "LIST|WHOAMI|USERS|GETUSER|CAT|LOG",
        ["MODULE"] = "LIST",
        ["SCRIPT"] = "EXISTS",
        ["SENTINEL"] = "MASTERS|MASTER|REPLICAS|SLAVES|SENTINELS|GET-MASTER-ADDR-BY-NAME|CKQUORUM|PING",
        ["DEBUG"] = "OBJECT",
        ["FUNCTION"] = "LIST|STATS|DUMP",
    };

    /// <summary>The risk of one command with its arguments.</summary>
    public static Risk Of(IReadOnlyList<string> words)
    {
        if (words.Count == 0) return Risk.Read;
        var command = words[0].TrimEnd(';').ToUpperInvariant();
        if (Destroys.Contains(command)) return Risk.Destructive;
        if (ReadingSubcommands.TryGetValue(command, out var reading))
            return words.Count > 1 && reading.Split('|').Contains(words[1].ToUpperInvariant()) ? Risk.Read : Risk.Change;
        return Reads.Contains(command) ? Risk.Read : Risk.Change;
    }

    /// <summary><c>redis-cli</c> with its options.</summary>
    internal static Risk Client(string[] words, ProgramInput input)
    {
        for (var i = 0; i < words.Length; i++)
            switch (words[i])
            {
                case "-h" or "-p" or "-a" or "-n" or "-u" or "-s" or "-i" or "-r" or "--user" or "--pass" or "--cacert" or "--cert" or "--key" or "--sni" or "--pattern" or "--count": i++; break;
                case "--scan" or "--bigkeys" or "--memkeys" or "--hotkeys" or "--stat" or "--latency" or "--latency-history" or "--latency-dist" or "--rdb" or "--intrinsic-latency" or "-v" or "--version": return Risk.Read;
                case "--pipe" or "--eval": return Risk.Change;
                case "--cluster": return i + 1 < words.Length && words[i + 1] is "check" or "info" ? Risk.Read : Risk.Change;
                case ['-', ..]: break;
                default: return Of(words[i..]);
            }
        // a prompt with nobody at it connects and ends
        if (!input.Present) return Risk.Read;
        return input.Text is { } text ? CommandRisk.Greatest(text.Split('\n').Select(l => Of(l.Split((char[])[' ', '\t', '"', '\''], StringSplitOptions.RemoveEmptyEntries)))) : Risk.Change;
    }

    private static HashSet<string> Set(string words) => [.. words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)];
}
