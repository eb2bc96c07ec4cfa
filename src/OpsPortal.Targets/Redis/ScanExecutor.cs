using OpsPortal.Runbooks.Actions.Data;

namespace OpsPortal.Targets.Redis;

/// <summary>redis-cli --scan.</summary>
internal sealed class ScanExecutor : RedisExecutor<RedisScan>
{
    protected override async Task<ActionOutcome> ExecuteAsync(RedisScan action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var keys = 0L;
        await foreach (var key in KeyScan.OfAsync(client, action.Pattern, action.Count, cancellation))
        {
            foreach (var line in ReplyText.Raw(key)) await context.Output.OutAsync(line, cancellation);
            if (key is ErrorReply error) return ActionOutcome.Failure($"{server.Name}: {error.Text}", 1);
            keys++;
        }
        return new(true, $"{keys} key{(keys == 1 ? "" : "s")} on {server.Name}", 0);
    }
}
