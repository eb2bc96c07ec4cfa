using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Redis.Keys;

/// <summary>What stands at keys, as far as it is small enough to be kept.</summary>
internal static class KeyReader
{
    public const int MostKeys = 100;
    public const int MostBytes = 1 << 20;

    /// <summary>Instants that differ by less are the same: servers before version 7 tell only what is left.</summary>
    private const long Tolerance = 1_000;

    /// <summary>The keys that a command names, by the server's own knowledge; null where it does not know.</summary>
    public static async Task<IReadOnlyList<string>?> OfAsync(RedisClient client, IReadOnlyList<string> words, CancellationToken cancellation) =>
        await client.AskAsync(["COMMAND", "GETKEYS", .. words], cancellation) switch
        {
            ArrayReply keys => [.. keys.Items.OfType<TextReply>().Select(k => k.ToString()).Distinct()],
            ErrorReply error when error.Text.Contains("no key arguments", StringComparison.OrdinalIgnoreCase) => [],
            _ => null,
        };

    /// <summary>Whether all of them together are small enough.</summary>
    public static async Task<bool> FitAsync(RedisClient client, IReadOnlyList<string> keys, CancellationToken cancellation)
    {
        long bytes = 0;
        foreach (var key in keys) bytes += await SizeAsync(client, key, cancellation) ?? 0;
        return keys.Count <= MostKeys && bytes <= MostBytes;
    }

    /// <summary>Bytes in memory; null where the key is not there.</summary>
    public static async Task<long?> SizeAsync(RedisClient client, string key, CancellationToken cancellation) =>
        await client.AskAsync(["MEMORY", "USAGE", key], cancellation) is IntegerReply size ? size.Value : null;

    public static async Task<KeyState?> ReadAsync(RedisClient client, string key, CancellationToken cancellation) =>
        StateOf(await client.AskAsync(["DUMP", key], cancellation), await client.AskAsync(["PTTL", key], cancellation), await NowAsync(client, cancellation));

    /// <param name="left">Milliseconds, as PTTL tells them.</param>
    public static KeyState? StateOf(RedisReply dump, RedisReply left, long now) =>
        dump is not TextReply text ? null : new(text.Bytes, left is IntegerReply { Value: >= 0 } l ? now + l.Value : null);

    /// <summary>The server's own clock, in Unix milliseconds.</summary>
    public static async Task<long> NowAsync(RedisClient client, CancellationToken cancellation) =>
        await client.AskAsync(["TIME"], cancellation) is ArrayReply { Items: [TextReply seconds, TextReply micros] } ? (long.Parse(seconds.ToString()) * 1_000) + (long.Parse(micros.ToString()) / 1_000) : 0;

    public static bool Same(KeyState? one, KeyState? other) => one is null || other is null
        ? one is null && other is null
        : one.Dump.AsSpan().SequenceEqual(other.Dump) && (one.Expires, other.Expires) switch { (null, null) => true, ({ } a, { } b) => Math.Abs(a - b) <= Tolerance, _ => false };
}
