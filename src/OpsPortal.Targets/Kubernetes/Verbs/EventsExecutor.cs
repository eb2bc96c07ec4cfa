using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Events by the time they were last seen.</summary>
internal sealed class EventsExecutor : KubernetesExecutor<KubernetesEvents>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesEvents action, ActionContext context, CancellationToken cancellation)
    {
        var path = new ResourcePath(ApiResource.Events, action.AllNamespaces ? null : context.Namespace(action));
        var options = new ListOptions { FieldSelector = await SelectorAsync(action, context, cancellation) };
        var list = await context.Kubernetes.ListAsync(path, options, cancellation);
        var events = list.Items.Where(e => Fits(action, e)).OrderBy(LastSeen).ToList();
        if (events.Count == 0 && !action.Watch)
        {
            await context.Output.ErrorAsync(action.AllNamespaces ? "No events found." : $"No events found in {context.Namespace(action)} namespace.", cancellation);
            return ActionOutcome.Success("no events");
        }
        var writer = TabWriter.Table();
        if (!action.NoHeaders) writer.Line(Row(action, "LAST SEEN", "TYPE", "REASON", "OBJECT", "MESSAGE", "NAMESPACE"));
        foreach (var one in events) writer.Line(Row(action, one, context));
        foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        if (!action.Watch) return ActionOutcome.Success($"{events.Count} event{(events.Count == 1 ? "" : "s")}");

        await foreach (var change in context.Kubernetes.WatchAsync(path, options, list.ResourceVersion, cancellation))
        {
            if (change.Type is WatchEventType.Deleted or WatchEventType.Restarted || !Fits(action, change.Object)) continue;
            writer.Line(Row(action, change.Object, context));
            foreach (var line in writer.Flush()) await context.Output.OutAsync(line, cancellation);
        }
        return ActionOutcome.Success("the cluster ended the watch");
    }

    private static async Task<string?> SelectorAsync(KubernetesEvents action, ActionContext context, CancellationToken cancellation)
    {
        if (action.For is not { } about) return null;
        var resource = await context.Kubernetes.ResolveAsync(about.Kind, cancellation);
        return $"involvedObject.kind={resource.Kind},involvedObject.name={about.Name}";
    }

    private static bool Fits(KubernetesEvents action, JsonObject one) =>
        action.Types.Count == 0 || action.Types.Any(t => t.Equals(one.TextAt("type"), StringComparison.OrdinalIgnoreCase));

    private static DateTimeOffset? LastSeen(JsonObject one) =>
        one.Time("series", "lastObservedTime") ?? one.Time("lastTimestamp") ?? one.Time("eventTime") ?? one.Time("firstTimestamp") ?? one.Time("metadata", "creationTimestamp");

    private static string Row(KubernetesEvents action, JsonObject one, ActionContext context)
    {
        var now = context.Time.GetUtcNow();
        var seen = Age(LastSeen(one), now);
        var count = one.NumberAt("series", "count") ?? one.NumberAt("count") ?? 1;
        if (count > 1) seen = $"{seen} (x{count} over {Age(one.Time("firstTimestamp") ?? one.Time("eventTime"), now)})";
        return Row(action, seen, one.TextAt("type") ?? "", one.TextAt("reason") ?? "", $"{one.TextAt("involvedObject", "kind")}/{one.TextAt("involvedObject", "name")}", (one.TextAt("message") ?? "").Trim(), one.Namespace() ?? "");
    }

    private static string Row(KubernetesEvents action, string seen, string type, string reason, string about, string message, string place) =>
        string.Join('\t', action.AllNamespaces ? [place, seen, type, reason, about, message] : new[] { seen, type, reason, about, message });

    private static string Age(DateTimeOffset? time, DateTimeOffset now) => time is { } at ? HumanDuration.Of(now - at) : "<unknown>";
}
