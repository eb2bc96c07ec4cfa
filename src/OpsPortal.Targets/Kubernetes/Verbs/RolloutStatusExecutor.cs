using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Reads, then watches until the rollout is done, has failed, or the object is gone.</summary>
internal sealed class RolloutStatusExecutor : KubernetesExecutor<KubernetesRolloutStatus>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesRolloutStatus action, ActionContext context, CancellationToken cancellation)
    {
        var timeout = action.Timeout is null ? TimeSpan.Zero : GoDuration.Parse(action.Timeout);
        if (timeout is null) return ActionOutcome.Failure($"'{action.Timeout}' is no duration: write it like 90s or 5m.");
        using var limit = new CancellationTokenSource(timeout.Value > TimeSpan.Zero ? timeout.Value : Timeout.InfiniteTimeSpan, context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, limit.Token);
        try
        {
            return await FollowAsync(action, context, either.Token);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return ActionOutcome.Failure($"{action.Resource.Kind} {action.Resource.Name} was not rolled out within {action.Timeout}");
        }
    }

    private static async Task<ActionOutcome> FollowAsync(KubernetesRolloutStatus action, ActionContext context, CancellationToken cancellation)
    {
        var path = await context.PathAsync(action, action.Resource, cancellation);
        if (path.Name is null) return ActionOutcome.Failure($"Name the {path.Resource.SingularName} whose rollout is to be followed.");
        var named = path with { Name = null };
        var options = new ListOptions { FieldSelector = $"metadata.name={path.Name}" };
        var list = await context.Kubernetes.ListAsync(named, options, cancellation);
        // Asked for by name where the list has none of it, so that the refusal is the server's own.
        var workload = list.Items is [var listed, ..] ? path.Resource.Typed(listed) : await context.Kubernetes.GetAsync(path, cancellation);

        var status = RolloutStatus.Of(workload, action.Revision);
        if (await TellAsync(status, null) is { } outcome) return outcome;
        if (!action.Watch) return ActionOutcome.Success(status.Message);

        await foreach (var change in context.Kubernetes.WatchAsync(named, options, list.ResourceVersion, cancellation))
        {
            if (change.Type == WatchEventType.Deleted) return ActionOutcome.Failure("object has been deleted");
            if (change.Type == WatchEventType.Restarted) continue;
            var before = status;
            status = RolloutStatus.Of(change.Object, action.Revision);
            if (await TellAsync(status, before) is { } ended) return ended;
        }
        return ActionOutcome.Failure("The cluster ended the watch before the rollout was done. Run the step again.");

        async Task<ActionOutcome?> TellAsync(RolloutStatus now, RolloutStatus? before)
        {
            if (now.Failed) return ActionOutcome.Failure(now.Message);
            if (now.Message != before?.Message) await context.Output.OutAsync(now.Message, cancellation);
            return now.Done ? ActionOutcome.Success(now.Message.Replace("\"", "")) : null;
        }
    }
}
