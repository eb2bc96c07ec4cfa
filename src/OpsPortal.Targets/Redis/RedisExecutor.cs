using OpsPortal.Runbooks.Actions.Data;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Targets.Previews;
using OpsPortal.Targets.Servers;

namespace OpsPortal.Targets.Redis;

/// <summary>An executor of one action on Redis.</summary>
internal abstract class RedisExecutor<TAction> : ServerExecutor<TAction> where TAction : RedisAction
{
    protected override string Kind => "Redis";

    protected override ServerPlace PlaceOf(TAction action) => action.Place;

    protected override IReadOnlyList<ServerBinding> Servers(TargetSettings targets) => targets.Redis;

    protected override async Task<ActionOutcome> ExecuteAsync(TAction action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var (client, refused) = await RedisClient.OpenAsync(server, action.Place.Database, cancellation);
        if (client is null)
        {
            await context.Output.ErrorAsync(refused!, cancellation);
            return ActionOutcome.Failure($"{server.Name}: {refused}", 1);
        }
        await using (client)
        {
            if (action.Risk != Risk.Read || context.Input is not null) await context.BeforeSideEffect(cancellation);
            return await ExecuteAsync(action, client, server, context, cancellation);
        }
    }

    protected override async Task<ActionPreview> PreviewAsync(TAction action, ServerBinding server, ActionContext context, CancellationToken cancellation)
    {
        var (client, refused) = await RedisClient.OpenAsync(server, action.Place.Database, cancellation);
        if (client is null) return new() { Refusal = $"{server.Name}: {refused}" };
        await using (client) return await PreviewAsync(action, client, server, context, cancellation);
    }

    /// <summary>See <see cref="IActionExecutor.PreviewAsync"/>.</summary>
    protected virtual Task<ActionPreview> PreviewAsync(TAction action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation) =>
        Task.FromResult(ActionPreview.NotKnown("This kind of action cannot be tried beforehand."));

    protected abstract Task<ActionOutcome> ExecuteAsync(TAction action, RedisClient client, ServerBinding server, ActionContext context, CancellationToken cancellation);
}
