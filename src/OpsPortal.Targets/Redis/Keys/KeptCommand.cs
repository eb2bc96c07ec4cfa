using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Redis.Keys;

/// <summary>Does a command so that what it changes can be put back: what stood there is read first, and nobody comes in between (WATCH, MULTI).</summary>
internal sealed class KeptCommand(RedisCommand action, RedisClient client, ActionContext context)
{
    private const int Tries = 3;

    /// <summary>Whether it can be put back, as a preview tells it.</summary>
    public static async Task<(Reversal Reversal, IReadOnlyList<string> Keys)> JudgeAsync(RedisCommand action, RedisClient client, CancellationToken cancellation)
    {
        if (KeyRule.Refuses(action.Words) is { } why) return (Impossible(why), []);
        if (KeyRule.IsConfig(action.Words))
        {
            var before = await ConfigAsync(action, client, cancellation);
            return (before is null ? Impossible("a setting is not known to the server") : Reversal.To($"It can be put back: {string.Join(' ', before)}."), []);
        }
        if (await KeyReader.OfAsync(client, action.Words, cancellation) is not { } keys) return (Impossible("which keys it touches is not known"), []);
        if (keys.Count == 0) return (Impossible("it touches no key whose value could be kept"), []);
        if (!await KeyReader.FitAsync(client, keys, cancellation)) return (Impossible($"it touches more than {KeyReader.MostKeys} keys, or more than 1 MiB of them, which are not kept"), keys);
        return (Reversal.To($"It can be put back: {(keys.Count == 1 ? $"key {keys[0]} as it was" : $"{keys.Count} keys as they were")}, unless somebody changes {(keys.Count == 1 ? "it" : "them")} again."), keys);
    }

    public async Task<RedisReply> RunAsync(bool waits, CancellationToken cancellation)
    {
        var (reversal, keys) = await JudgeAsync(action, client, cancellation);
        if (reversal.Possible && KeyRule.IsConfig(action.Words))
        {
            await context.KeepAsync(new([]) { Revert = action with { Words = (await ConfigAsync(action, client, cancellation))! }, Reversal = reversal }, cancellation);
            return await client.AskAsync(action.Words, cancellation);
        }
        for (var i = 0; reversal.Possible && i < Tries; i++)
        {
            if ((await client.AskAsync(["WATCH", .. keys], cancellation)).Error is not null) break;
            List<KeyState?> before = [];
            foreach (var key in keys) before.Add(await KeyReader.ReadAsync(client, key, cancellation));
            var now = await KeyReader.NowAsync(client, cancellation);
            // what it leaves is not known yet; until it is, nobody may take it for the way back
            await context.KeepAsync(new([]) { Reversal = Impossible("how it ended was not told") }, cancellation);
            await client.AskAsync(["MULTI"], cancellation);
            var queued = await client.AskAsync(action.Words, cancellation);
            if (queued is ErrorReply)
            {
                await client.AskAsync(["DISCARD"], cancellation);
                await context.KeepAsync(Nothing, cancellation);
                return queued;
            }
            foreach (var key in keys)
            {
                await client.AskAsync(["DUMP", key], cancellation);
                await client.AskAsync(["PTTL", key], cancellation);
            }
            var answer = await client.AskAsync(["EXEC"], cancellation);
            if (answer is NilReply) continue;
            if (answer is not ArrayReply { Items: { Count: > 0 } items }) return answer;
            var kept = keys.Select((k, n) => new KeptKey(k, before[n], KeyReader.StateOf(items[(2 * n) + 1], items[(2 * n) + 2], now))).Where(k => !KeyReader.Same(k.Before, k.After)).ToList();
            await context.KeepAsync(kept.Count == 0 ? Nothing : new(Changes(kept)) { Revert = RedisRestoreKeys.Of(action.Place, kept), Reversal = reversal }, cancellation);
            return items[0];
        }
        await context.KeepAsync(new([]) { Reversal = reversal.Possible ? Impossible("others changed the keys all the time") : reversal }, cancellation);
        if (reversal.Possible) await client.AskAsync(["UNWATCH"], cancellation);
        return await client.AskAsync(action.Words, cancellation, waits);
    }

    /// <summary>Sizes only: a value may be secret.</summary>
    public static IReadOnlyList<ObjectChange> Changes(IEnumerable<KeptKey> keys) => [.. keys.Select(k => new ObjectChange($"key {k.Name}", Text(k.Before), Text(k.After)))];

    private static ChangeRecord Nothing => new([]) { Reversal = Reversal.Impossible("Nothing is changed, so that there is nothing to put back.") };

    private static string? Text(KeyState? state) => state is null ? null
        : $"{Counted.Bytes(state.Dump.Length)} ({Digest.Of(state.Dump)[..12]}){(state.Expires is { } at ? $", expires {DateTimeOffset.FromUnixTimeMilliseconds(at):yyyy-MM-dd HH:mm:ss} UTC" : "")}";

    /// <summary>CONFIG SET with what stands there now; null where the server does not know one of the names.</summary>
    private static async Task<List<string>?> ConfigAsync(RedisCommand action, RedisClient client, CancellationToken cancellation)
    {
        List<string> words = ["CONFIG", "SET"];
        for (var i = 2; i < action.Words.Count; i += 2)
        {
            if (await client.AskAsync(["CONFIG", "GET", action.Words[i]], cancellation) is not ArrayReply { Items: [TextReply name, TextReply value] }) return null;
            words.AddRange([name.ToString(), value.ToString()]);
        }
        return words;
    }

    private static Reversal Impossible(string why) => Reversal.Impossible($"It cannot be put back: {why}.");
}
