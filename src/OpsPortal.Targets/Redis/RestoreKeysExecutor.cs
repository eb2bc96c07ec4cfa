using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Targets.Previews;
using OpsPortal.Targets.Redis.Keys;

namespace OpsPortal.Targets.Redis;

/// <summary>Puts keys back at once: all of them, or none where one was changed since.</summary>
internal sealed class RestoreKeysExecutor : RedisExecutor<RedisRestoreKeys>
{
    protected override async Task<ActionOutcome> ExecuteAsync(RedisRestoreKeys action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var keys = action.Keys;
        if ((await client.AskAsync(["WATCH", .. keys.Select(k => k.Name)], cancellation)).Error is { } refused) return await FailAsync(refused);
        if (await MovedAsync(keys, client, cancellation) is { } moved) return await FailAsync(moved);
        await client.AskAsync(["MULTI"], cancellation);
        foreach (var key in keys)
        {
            var queued = key.Before is { } state
                ? await client.AskAsync([Text("RESTORE"), Text(key.Name), Text($"{state.Expires ?? 0}"), state.Dump, Text("REPLACE"), Text("ABSTTL")], cancellation)
                : await client.AskAsync(["DEL", key.Name], cancellation);
            if (queued.Error is not { } error) continue;
            await client.AskAsync(["DISCARD"], cancellation);
            return await FailAsync($"{error}. Nothing was put back.");
        }
        var answer = await client.AskAsync(["EXEC"], cancellation);
        if (answer is NilReply) return await FailAsync("A key was changed at this very moment, so that nothing was put back. Look at what stands there now.");
        if (answer.Error is { } wrong) return await FailAsync(wrong);
        var reverse = keys.Select(k => new KeptKey(k.Name, k.After, k.Before)).ToList();
        await context.KeepAsync(new(KeptCommand.Changes(reverse.Select(k => new KeptKey(k.Name, k.Before, k.After)))) { Revert = RedisRestoreKeys.Of(action.Place, reverse), Reversal = ReversalOf(action) }, cancellation);
        return new(true, $"{action.What} put back on {server.Name}", 0);

        async Task<ActionOutcome> FailAsync(string sentence)
        {
            await context.Output.ErrorAsync(sentence, cancellation);
            return ActionOutcome.Failure(sentence, 1);
        }
    }

    protected override async Task<ActionPreview> PreviewAsync(RedisRestoreKeys action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation) => new()
    {
        Effects = [$"{action.What} put back, with {(action.Keys.Count == 1 ? "its" : "their")} expiry"],
        Changes = KeptCommand.Changes(action.Keys.Select(k => new KeptKey(k.Name, k.After, k.Before))),
        Requests = [.. action.Keys.Select(k => new PlannedRequest(server.Name, k.Before is null ? $"DEL {k.Name}" : $"RESTORE {k.Name} {k.Before.Expires ?? 0} ({Counted.Bytes(k.Before.Dump.Length)}) REPLACE ABSTTL"))],
        Preconditions = [.. action.Keys.Select(k => new Precondition($"key {k.Name}", "as the change left it", k.After is null ? "" : Digest.Of(k.After.Dump)))],
        Refusal = await MovedAsync(action.Keys, client, cancellation),
        Reversal = ReversalOf(action),
    };

    private static Reversal ReversalOf(RedisRestoreKeys action) => Reversal.To($"It can be put back: {action.What} as before, unless somebody changes {(action.Keys.Count == 1 ? "it" : "them")} again.");

    private static async Task<string?> MovedAsync(IReadOnlyList<KeptKey> keys, RedisClient client, CancellationToken cancellation)
    {
        foreach (var key in keys)
            if (!KeyReader.Same(key.After, await KeyReader.ReadAsync(client, key.Name, cancellation)))
                return $"Key {key.Name} was changed since, so that nothing was put back. Look at what stands there now, and change it by hand.";
        return null;
    }

    private static byte[] Text(string word) => System.Text.Encoding.UTF8.GetBytes(word);
}
