using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Redis.Keys;

/// <summary>What stands at the keys of a command now. Redis has no dry run, so what a command answers is known only when it runs.</summary>
internal static class CommandPreview
{
    private const int MostLines = 100;

    public static async Task<ActionPreview> OfAsync(RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        if (action.Words.Count > 0) return await OneAsync(action, client, server, context, cancellation);
        List<ActionPreview> all = [];
        if (context.Input is { } lines)
            await foreach (var line in lines.WithCancellation(cancellation))
                if (all.Count < MostLines && RedisWords.Split(line) is { Count: > 0 } words) all.Add(await OneAsync(action with { Words = words }, client, server, context, cancellation));
        return new()
        {
            Effects = [.. all.SelectMany(p => p.Effects)],
            Warnings = [.. all.SelectMany(p => p.Warnings)],
            Requests = [.. all.SelectMany(p => p.Requests)],
            Preconditions = [.. all.SelectMany(p => p.Preconditions).DistinctBy(p => p.Subject)],
            Unavailable = all.Count == MostLines ? $"Only the first {MostLines} commands are looked at." : all.Select(p => p.Unavailable).FirstOrDefault(u => u is not null),
            Reversal = Reversal.Impossible("It cannot be put back: commands that are piped are not followed one by one."),
        };
    }

    private static async Task<ActionPreview> OneAsync(RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var request = new PlannedRequest(server.Name, KeyRule.Shown(action.Words, context));
        if (action.Risk == Risk.Read) return new() { Requests = [request], Reversal = Reversal.Impossible("It only reads: there is nothing to put back.") };
        var name = action.Words[0].ToUpperInvariant();
        var (reversal, keys) = await KeptCommand.JudgeAsync(action, client, cancellation);
        if (keys.Count == 0) keys = await KeyReader.OfAsync(client, action.Words, cancellation) ?? [];
        List<string> effects = [];
        List<ObjectChange> changes = [];
        List<Precondition> facts = [];
        foreach (var key in keys.Take(KeyReader.MostKeys))
        {
            var (told, value) = await StateAsync(client, key, cancellation);
            effects.Add(name is "DEL" or "UNLINK" && value.Length > 0 ? $"Key {key} is gone: {told}" : $"Key {key} is now: {told}");
            if (name is "DEL" or "UNLINK" && value.Length > 0) changes.Add(new($"key {key}", told, null));
            facts.Add(new($"key {key}", told, value));
        }
        if (keys.Count > KeyReader.MostKeys) effects.Add($"{keys.Count} keys are touched, of which {KeyReader.MostKeys} are shown");
        switch (name)
        {
            case "FLUSHDB":
                var size = Number(await client.AskAsync(["DBSIZE"], cancellation));
                effects.Add($"{Counted.Of(size, "key")} of this database {(size == 1 ? "is" : "are")} gone");
                facts.Add(new("database", Counted.Of(size, "key"), $"{size}"));
                break;
            case "FLUSHALL":
                var space = $"{await client.AskAsync(["INFO", "keyspace"], cancellation)}".Split('\n').Select(l => l.Trim()).Where(l => l.StartsWith("db", StringComparison.Ordinal)).ToList();
                effects.Add(space.Count == 0 ? "No database holds a key" : $"Every key of every database is gone: {string.Join("; ", space)}");
                facts.Add(new("server", string.Join("; ", space), string.Join(";", space.Select(s => s.Split(",expires")[0]))));
                break;
            case "CONFIG" when KeyRule.IsConfig(action.Words):
                for (var i = 2; i + 1 < action.Words.Count; i += 2)
                {
                    var before = await client.AskAsync(["CONFIG", "GET", action.Words[i]], cancellation) is ArrayReply { Items: [_, TextReply value] } ? value.ToString() : null;
                    changes.Add(new($"setting {action.Words[i]}", before is null ? null : Masked.Value(action.Words[i], before, context), Masked.Value(action.Words[i], action.Words[i + 1], context)));
                    facts.Add(new($"setting {action.Words[i]}", before is null ? "not known" : Masked.Value(action.Words[i], before, context), Digest.Of(before ?? "")));
                }
                break;
        }
        return new()
        {
            Effects = effects,
            Changes = changes,
            Requests = [request],
            Preconditions = facts,
            Unavailable = changes.Count > 0 || name is "FLUSHDB" or "FLUSHALL" ? null : "Redis tells what a command makes of its keys only when it runs.",
            Reversal = reversal,
        };
    }

    /// <summary>In words, and as what is compared later; the second is empty where the key is not there.</summary>
    private static async Task<(string Told, string Value)> StateAsync(RedisClient client, string key, CancellationToken cancellation)
    {
        if (await client.AskAsync(["TYPE", key], cancellation) is not StatusReply type || type.Text == "none") return ("not there", "");
        var left = Number(await client.AskAsync(["TTL", key], cancellation));
        var size = await KeyReader.SizeAsync(client, key, cancellation) ?? 0;
        var value = size <= KeyReader.MostBytes && await client.AskAsync(["DUMP", key], cancellation) is TextReply dump ? Digest.Of(dump.Bytes) : $"{type.Text}:{size}";
        return ($"{type.Text}, {Counted.Bytes(size)}{(left >= 0 ? $", expires in {Counted.Of(left, "second")}" : ", does not expire")}", value);
    }

    private static long Number(RedisReply reply) => reply is IntegerReply number ? number.Value : 0;
}
