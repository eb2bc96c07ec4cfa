using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Waits until each of the objects is as asked, one after another within one time limit.</summary>
internal sealed class WaitExecutor : KubernetesExecutor<KubernetesWait>
{
    private static readonly TimeSpan Standard = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Forever = TimeSpan.FromDays(7);

    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesWait action, ActionContext context, CancellationToken cancellation)
    {
        var condition = WaitCondition.Parse(action.For);
        var patience = action.Timeout is null ? Standard : action.Timeout.StartsWith('-') ? Forever : GoDuration.Parse(action.Timeout) ?? throw new StepRefusal($"'{action.Timeout}' is no duration: write it like 30s or 5m.");
        using var limit = new CancellationTokenSource(patience > TimeSpan.Zero ? patience : TimeSpan.FromMilliseconds(1), context.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        var waited = "";
        var met = 0;
        try
        {
            var targets = await TargetsAsync(action, context, either.Token);
            if (targets.Count == 0)
            {
                if (action.For == "delete") return ActionOutcome.Success("there is none, so all of them are gone");
                await context.Output.ErrorAsync("error: no matching resources found", cancellation);
                return ActionOutcome.Failure("no matching resources found: check the name, the selector and the namespace");
            }
            foreach (var path in targets)
            {
                waited = $"{path.Resource.Name}/{path.Name}";
                await UntilAsync(path, condition, context, either.Token);
                met++;
                await context.Output.OutAsync($"{path.Resource.QualifiedName}/{path.Name} condition met", cancellation);
            }
            return ActionOutcome.Success($"{(met == 1 ? waited : $"{met} objects")}: {action.For}");
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            var sentence = $"timed out waiting for the condition on {(waited.Length > 0 ? waited : ResourceList(action))}";
            await context.Output.ErrorAsync($"error: {sentence}", cancellation);
            return ActionOutcome.Failure($"{sentence} ({action.For}, after {action.Timeout ?? "30s"})");
        }
    }

    private static string ResourceList(KubernetesWait action) => string.Join(", ", action.Resources.Select(r => $"{r.Kind}{(r.Name is null ? "" : $"/{r.Name}")}"));

    private static async Task<IReadOnlyList<ResourcePath>> TargetsAsync(KubernetesWait action, ActionContext context, CancellationToken cancellation)
    {
        List<ResourcePath> targets = [];
        foreach (var argument in action.Resources)
        {
            var path = await context.PathAsync(action, argument, cancellation);
            if (path.Name is not null)
            {
                // a name that is not there is an error, unless its end or its coming is what is waited for
                if (action.For is not ("delete" or "create")) await context.Kubernetes.GetAsync(path, cancellation);
                if (action.For != "delete" || await context.FindAsync(path, cancellation) is not null) targets.Add(path);
                continue;
            }
            var options = new ListOptions { LabelSelector = action.LabelSelector, FieldSelector = action.FieldSelector };
            var collection = action.AllNamespaces ? path with { Namespace = null } : path;
            if (action.For == "create") await AnyAsync(collection, options, context, cancellation);
            var items = (await context.Kubernetes.ListAsync(collection, options, cancellation)).Items;
            targets.AddRange(items.Select(item => new Selected(path.Resource, item).Path));
        }
        return targets;
    }

    /// <summary>Until there is at least one.</summary>
    private static async Task AnyAsync(ResourcePath path, ListOptions options, ActionContext context, CancellationToken cancellation)
    {
        var list = await context.Kubernetes.ListAsync(path, options, cancellation);
        if (list.Items.Count > 0) return;
        await foreach (var change in context.Kubernetes.WatchAsync(path, options, list.ResourceVersion, cancellation))
            if (change.Type is WatchEventType.Added or WatchEventType.Modified) return;
    }

    private static async Task UntilAsync(ResourcePath path, WaitCondition condition, ActionContext context, CancellationToken cancellation)
    {
        var (collection, options) = (path with { Name = null }, new ListOptions { FieldSelector = $"metadata.name={path.Name}" });
        var list = await context.Kubernetes.ListAsync(collection, options, cancellation);
        var uid = list.Items.Count > 0 ? list.Items[0].Uid() : null;
        if (condition.Met(list.Items.Count > 0 ? list.Items[0] : null)) return;
        await foreach (var change in context.Kubernetes.WatchAsync(collection, options, list.ResourceVersion, cancellation))
        {
            JsonObject? now;
            if (change.Type == WatchEventType.Restarted)
            {
                list = await context.Kubernetes.ListAsync(collection, options, cancellation);
                now = list.Items.Count > 0 ? list.Items[0] : null;
            }
            else now = change.Type == WatchEventType.Deleted ? null : change.Object;
            // another object of that name: the one that was there is gone
            if (condition.Met(now) || (uid is not null && now is not null && now.Uid() != uid && condition.Met(null))) return;
            if (now is null && change.Type == WatchEventType.Deleted) throw new StepRefusal($"{path.Resource.Name}/{path.Name} was deleted while it was waited for.");
        }
        throw new StepRefusal("The cluster ended the watch before the condition was met. Run the step again.");
    }
}
