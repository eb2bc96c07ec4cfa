using System.Runtime.CompilerServices;

namespace OpsPortal.Targets.Redis;

/// <summary>All keys by SCAN, round by round: other clients are served in between, which KEYS does not allow.</summary>
internal static class KeyScan
{
    private const string KeysPerRound = "1000";

    /// <returns>Keys, some of them perhaps twice; an error where Redis refuses.</returns>
    public static async IAsyncEnumerable<RedisReply> OfAsync(RedisClient client, string? pattern, string? count, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var cursor = "0";
        do
        {
            List<string> words = ["SCAN", cursor, .. pattern is null ? [] : new[] { "MATCH", pattern }, "COUNT", count ?? KeysPerRound];
            var reply = await client.AskAsync(words, cancellation);
            if (reply is not ArrayReply { Items: [TextReply next, ArrayReply keys] })
            {
                yield return reply as ErrorReply ?? new ErrorReply("ERR SCAN was not answered as it should be");
                yield break;
            }
            foreach (var key in keys.Items) yield return key;
            cursor = next.ToString();
        }
        while (cursor != "0");
    }
}
