using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;
using OpsPortal.Targets.Redis.Keys;

namespace OpsPortal.Targets.Redis;

/// <summary>redis-cli with one command.</summary>
internal sealed class CommandExecutor : RedisExecutor<RedisCommand>
{
    // These wait for something to happen; what they may wait is in their arguments.
    private static readonly HashSet<string> Blocking = ["BLPOP", "BRPOP", "BLMOVE", "BLMPOP", "BRPOPLPUSH", "BZPOPMIN", "BZPOPMAX", "BZMPOP", "WAIT", "XREAD", "XREADGROUP", "SAVE", "DEBUG"];

    protected override Task<ActionPreview> PreviewAsync(RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        CommandPreview.OfAsync(action, client, server, context, cancellation);

    protected override IReadOnlyList<string> Typed(RedisCommand action) => action.Words.Count == 0 ? ["PING"] : [];

    protected override async Task<ActionOutcome> ExecuteAsync(RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        if (action.Words.Count == 0 && context.Input is { } lines) return await LinesAsync(lines, action, client, server, context, cancellation);
        IReadOnlyList<string> words = action.Words.Count > 0 ? action.Words : ["PING"];
        var name = words[0].ToUpperInvariant();
        if (action.Live) return await FollowAsync(words, action, client, context, cancellation);
        if (name is "KEYS" && words.Count == 2) return await KeysAsync(words[1], action, client, server, context, cancellation);
        var waits = Blocking.Contains(name);
        var reply = action.Risk == Risk.Read ? await client.AskAsync(words, cancellation, waits) : await new KeptCommand(action, client, context).RunAsync(waits, cancellation);
        await PrintAsync(reply, action, context, cancellation);
        return reply.Error is { } error ? ActionOutcome.Failure($"{server.Name}: {error}", 1) : new(true, $"{name} on {server.Name}: {Summary(reply)}", 0);
    }

    /// <summary>A command per line, as redis-cli takes them from a pipe.</summary>
    private static async Task<ActionOutcome> LinesAsync(IAsyncEnumerable<string> lines, RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        int done = 0, failed = 0;
        await foreach (var line in lines.WithCancellation(cancellation))
        {
            if (RedisWords.Split(line) is not { Count: > 0 } words) continue;
            var reply = await client.AskAsync(words, cancellation);
            await PrintAsync(reply, action with { Words = words }, context, cancellation);
            done++;
            if (reply.Error is not null) failed++;
        }
        return failed == 0 ? new(true, $"{done} commands ran on {server.Name}", 0) : ActionOutcome.Failure($"{failed} of {done} commands failed on {server.Name}", 1);
    }

    private static async Task<ActionOutcome> FollowAsync(IReadOnlyList<string> words, RedisCommand action, RedisClient client, ActionContext context, CancellationToken cancellation)
    {
        var reply = await client.AskAsync(words, cancellation);
        while (reply is not ErrorReply)
        {
            await PrintAsync(reply, action, context, cancellation);
            reply = await client.ReadAsync(cancellation);
        }
        await PrintAsync(reply, action, context, cancellation);
        return ActionOutcome.Failure(reply.Error!, 1);
    }

    private static async Task<ActionOutcome> KeysAsync(string pattern, RedisCommand action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        HashSet<string> seen = [];
        List<RedisReply> keys = [];
        await foreach (var key in KeyScan.OfAsync(client, pattern, null, cancellation))
        {
            if (key is ErrorReply error)
            {
                await PrintAsync(error, action, context, cancellation);
                return ActionOutcome.Failure($"{server.Name}: {error.Text}", 1);
            }
            if (!seen.Add(((TextReply)key).ToString())) continue;
            // a numbered list is known only at its end
            if (action.Typed) keys.Add(key);
            else
                foreach (var line in ReplyText.Raw(key)) await context.Output.OutAsync(line, cancellation);
        }
        if (action.Typed) await PrintAsync(new ArrayReply(keys), action, context, cancellation);
        else if (seen.Count == 0) await context.Output.OutAsync("", cancellation);
        return new(true, $"{seen.Count} key{(seen.Count == 1 ? "" : "s")} like {pattern} on {server.Name}", 0);
    }

    private static async Task PrintAsync(RedisReply reply, RedisCommand action, ActionContext context, CancellationToken cancellation)
    {
        var report = action.Words.Count > 0 && ReplyText.IsReport(action.Words);
        foreach (var line in report ? ReplyText.Report(reply) : action.Typed ? ReplyText.Typed(reply) : ReplyText.Raw(reply)) await context.Output.OutAsync(line, cancellation);
    }

    private static string Summary(RedisReply reply) => reply switch
    {
        StatusReply status => status.Text,
        IntegerReply integer => $"{integer.Value}",
        ArrayReply array => $"{array.Items.Count} value{(array.Items.Count == 1 ? "" : "s")}",
        NilReply => "nothing",
        _ => "answered",
    };
}
