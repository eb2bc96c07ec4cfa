using System.Text.Json.Nodes;
using System.Threading.Channels;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Logs of one container, of all of a pod's, or of many pods.</summary>
internal sealed class LogsExecutor : KubernetesExecutor<KubernetesLogs>
{
    /// <summary>kubectl's <c>--max-log-requests</c>.</summary>
    private const int MaxFollowed = 5;

    private sealed record Source(string Namespace, string Pod, string Container);

    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesLogs action, ActionContext context, CancellationToken cancellation)
    {
        if (LogRequest.Options(action, out var options) is { } wrong) return ActionOutcome.Failure(wrong);
        var (pods, refusal) = await PodsAsync(action, context, cancellation);
        if (refusal is not null) return ActionOutcome.Failure(refusal);
        if (pods.Count == 0)
        {
            await context.Output.ErrorAsync($"No resources found in {context.Namespace(action)} namespace.", cancellation);
            return ActionOutcome.Success($"no pod matches {action.LabelSelector} in {context.Namespace(action)}");
        }

        List<Source> sources = [];
        foreach (var pod in pods)
        {
            var (containers, unknown) = await ContainersAsync(action, pod, context, cancellation);
            if (unknown is not null) return ActionOutcome.Failure(unknown);
            sources.AddRange(containers.Select(container => new Source(pod.Namespace() ?? context.Namespace(action), pod.Name(), container)));
        }
        var most = action.MostFollowed is null ? MaxFollowed : ObjectBuilders.Number(action.MostFollowed, "number of logs");
        if (action.Follow && sources.Count > most)
            return ActionOutcome.Failure($"That would follow {sources.Count} logs at once, and {most} is the most. Narrow the selector, name a pod, or raise --max-log-requests.");

        var lines = action.Follow && sources.Count > 1
            ? await TogetherAsync(action, sources, options, context, cancellation)
            : await OneByOneAsync(action, sources, options, context, cancellation);
        return ActionOutcome.Success($"{lines} line{(lines == 1 ? "" : "s")} of {(pods.Count == 1 ? $"pod {pods[0].Name()}" : $"{pods.Count} pods")}");
    }

    private static async Task<(IReadOnlyList<JsonObject> Pods, string? Refusal)> PodsAsync(KubernetesLogs action, ActionContext context, CancellationToken cancellation)
    {
        if (action.Resource is { Name: not null } named)
        {
            var (pods, refusal) = await Pods.OfAsync(action, named, context, cancellation);
            if (action.AllPods) return (pods, refusal);
            if (pods.Count > 1) await context.Output.NoteAsync($"Found {pods.Count} pods, using pod/{pods[0].Name()}", cancellation);
            return ([.. pods.Take(1)], refusal);
        }
        if (action.LabelSelector is null) return ([], "Name a pod, or say with -l which pods are meant.");
        var list = await context.Kubernetes.ListAsync(new(ApiResource.Pods, context.Namespace(action)), new() { LabelSelector = action.LabelSelector }, cancellation);
        return (list.Items, null);
    }

    private static async Task<(IReadOnlyList<string> Containers, string? Refusal)> ContainersAsync(KubernetesLogs action, JsonObject pod, ActionContext context, CancellationToken cancellation)
    {
        if (action.AllContainers)
            return ([.. new[] { "initContainers", "containers", "ephemeralContainers" }.SelectMany(list => pod.At("spec").Objects(list)).Select(c => c.TextAt("name") ?? "")], null);
        if (action.Container is { } named)
            return Pods.ContainerNames(pod).Contains(named) ? ([named], null) : ([], $"container {named} is not valid for pod {pod.Name()} out of: {Pods.ContainerList(pod)}");
        var container = Pods.DefaultContainer(pod, out var several);
        if (several) await context.Output.ErrorAsync($"Defaulted container \"{container}\" out of: {Pods.ContainerList(pod)}", cancellation);
        return ([container], null);
    }

    private static async Task<long> OneByOneAsync(KubernetesLogs action, List<Source> sources, LogOptions options, ActionContext context, CancellationToken cancellation)
    {
        var lines = 0L;
        foreach (var source in sources)
            await foreach (var line in context.Kubernetes.LogsAsync(source.Namespace, source.Pod, options with { Container = source.Container }, cancellation))
            {
                await context.Output.OutAsync(Prefix(action, source) + line, cancellation);
                lines++;
            }
        return lines;
    }

    /// <summary>One writer for all: whole lines, in the order they come. The channel is short, so that a slow reader slows the logs down.</summary>
    private static async Task<long> TogetherAsync(KubernetesLogs action, List<Source> sources, LogOptions options, ActionContext context, CancellationToken cancellation)
    {
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var channel = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { SingleReader = true });
        var readers = Task.WhenAll(sources.Select(ReadAsync));
        var ending = readers.ContinueWith(all => channel.Writer.TryComplete(all.Exception?.InnerException), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        var lines = 0L;
        try
        {
            await foreach (var line in channel.Reader.ReadAllAsync(cancellation))
            {
                await context.Output.OutAsync(line, cancellation);
                lines++;
            }
        }
        finally
        {
            await failed.CancelAsync();
            await ending;
        }
        await readers;
        return lines;

        async Task ReadAsync(Source source)
        {
            try
            {
                await foreach (var line in context.Kubernetes.LogsAsync(source.Namespace, source.Pod, options with { Container = source.Container }, failed.Token))
                    await channel.Writer.WriteAsync(Prefix(action, source) + line, failed.Token);
            }
            catch (Exception wrong) when (wrong is not OperationCanceledException)
            {
                await failed.CancelAsync();
                throw;
            }
        }
    }

    private static string Prefix(KubernetesLogs action, Source source) => action.Prefix ? $"[pod/{source.Pod}/{source.Container}] " : "";
}
