using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>CPU and memory from the metrics API, in kubectl's columns.</summary>
internal sealed class TopExecutor : KubernetesExecutor<KubernetesTop>
{
    protected override async Task<ActionOutcome> ExecuteAsync(KubernetesTop action, ActionContext context, CancellationToken cancellation)
    {
        if (action.SortBy is not (null or "" or "cpu" or "memory")) return ActionOutcome.Failure("--sort-by accepts only cpu or memory.");
        var nodes = action.Kind is "nodes" or "node" or "no";
        var resource = nodes ? ApiResource.NodeMetrics : ApiResource.PodMetrics;
        var path = new ResourcePath(resource, nodes || action.AllNamespaces ? null : context.Namespace(action), action.ResourceName);
        try
        {
            IReadOnlyList<JsonObject> measured = action.ResourceName is null
                ? (await context.Kubernetes.ListAsync(path, new() { LabelSelector = action.LabelSelector }, cancellation)).Items
                : [await context.Kubernetes.GetAsync(path, cancellation)];
            return nodes ? await NodesAsync(action, measured, context, cancellation) : await PodsAsync(action, measured, context, cancellation);
        }
        catch (KubernetesApiException refused) when (refused.StatusCode == 503 || (refused.StatusCode == 404 && refused.Status is null))
        {
            return ActionOutcome.Failure("Metrics API not available: the cluster has no metrics server, or it is not ready yet.");
        }
    }

    private static async Task<ActionOutcome> PodsAsync(KubernetesTop action, IReadOnlyList<JsonObject> measured, ActionContext context, CancellationToken cancellation)
    {
        if (measured.Count == 0)
        {
            var pods = await context.Kubernetes.ListAsync(new(ApiResource.Pods, action.AllNamespaces ? null : context.Namespace(action)), new() { LabelSelector = action.LabelSelector }, cancellation);
            if (pods.Items.Count > 0) return ActionOutcome.Failure($"metrics not available yet: {pods.Items.Count} pods exist, none has been measured. A new pod is measured within a minute.");
            var nothing = action.AllNamespaces ? "No resources found" : $"No resources found in {context.Namespace(action)} namespace.";
            await context.Output.ErrorAsync(nothing, cancellation);
            return ActionOutcome.Success(nothing);
        }
        var table = TabWriter.Table();
        if (!action.NoHeaders) table.Line($"{(action.AllNamespaces ? "NAMESPACE\t" : "")}{(action.Containers ? "POD\t" : "")}NAME\tCPU(cores)\tMEMORY(bytes)\t");
        foreach (var pod in Sorted(measured, action, Usage.OfPod, withNamespace: action.AllNamespaces))
        {
            var place = action.AllNamespaces ? $"{pod.Namespace()}\t" : "";
            if (!action.Containers) table.Line($"{place}{Line(pod.Name(), Usage.OfPod(pod))}");
            else
                foreach (var container in SortedContainers(pod, action)) table.Line($"{place}{pod.Name()}\t{Line(container.TextAt("name") ?? "", Usage.Of(container["usage"]))}");
        }
        foreach (var line in table.Flush()) await context.Output.OutAsync(line, cancellation);
        return ActionOutcome.Success($"{measured.Count} pod{(measured.Count == 1 ? "" : "s")} measured");
    }

    private static async Task<ActionOutcome> NodesAsync(KubernetesTop action, IReadOnlyList<JsonObject> measured, ActionContext context, CancellationToken cancellation)
    {
        if (measured.Count == 0) return ActionOutcome.Failure("metrics not available yet: no node has been measured. Try again in a minute.");
        var nodes = await context.Kubernetes.ResolveAsync("nodes", cancellation);
        var known = (await context.Kubernetes.ListAsync(new(nodes, null), new() { LabelSelector = action.LabelSelector }, cancellation)).Items.ToDictionary(n => n.Name());
        var table = TabWriter.Table();
        if (!action.NoHeaders) table.Line("NAME\tCPU(cores)\tCPU(%)\tMEMORY(bytes)\tMEMORY(%)\t");
        foreach (var node in Sorted(measured, action, m => Usage.Of(m["usage"]), withNamespace: false))
        {
            var usage = Usage.Of(node["usage"]);
            var allocatable = known.GetValueOrDefault(node.Name()).At("status", "allocatable");
            table.Line($"{node.Name()}\t{usage.MilliCores}m\t{Percent(usage.MilliCores, Quantity.Milli(allocatable.TextAt("cpu")))}{usage.Mebibytes}Mi\t{Percent(usage.Bytes, Quantity.Milli(allocatable.TextAt("memory")) / 1000)}");
        }
        if (action.ResourceName is null)
            foreach (var name in known.Keys.Except(measured.Select(m => m.Name())).Order(StringComparer.Ordinal)) table.Line($"{name}\t<unknown>\t<unknown>\t<unknown>\t<unknown>\t");
        foreach (var line in table.Flush()) await context.Output.OutAsync(line, cancellation);
        return ActionOutcome.Success($"{measured.Count} node{(measured.Count == 1 ? "" : "s")} measured");
    }

    private static IEnumerable<JsonObject> Sorted(IEnumerable<JsonObject> measured, KubernetesTop action, Func<JsonObject, Usage> usage, bool withNamespace) => action.SortBy switch
    {
        "cpu" => measured.OrderByDescending(m => usage(m).MilliCores),
        "memory" => measured.OrderByDescending(m => usage(m).Bytes),
        _ => measured.OrderBy(m => withNamespace ? m.Namespace() : "", StringComparer.Ordinal).ThenBy(m => m.Name(), StringComparer.Ordinal),
    };

    private static IEnumerable<JsonObject> SortedContainers(JsonObject pod, KubernetesTop action) => action.SortBy switch
    {
        "cpu" => pod.Objects("containers").OrderByDescending(c => Usage.Of(c["usage"]).MilliCores),
        "memory" => pod.Objects("containers").OrderByDescending(c => Usage.Of(c["usage"]).Bytes),
        _ => pod.Objects("containers").OrderBy(c => c.TextAt("name"), StringComparer.Ordinal),
    };

    private static string Line(string name, Usage usage) => $"{name}\t{usage.MilliCores}m\t{usage.Mebibytes}Mi\t";

    private static string Percent(long used, long available) => available == 0 ? "" : $"{(long)(used * 100d / available)}%\t";

    private readonly record struct Usage(decimal Cores, decimal Memory)
    {
        public long MilliCores => (long)Math.Ceiling(Cores * 1000);
        public long Bytes => (long)Math.Ceiling(Memory);
        public long Mebibytes => Bytes >> 20;

        public static Usage Of(JsonNode? usage) => new(Quantity.Parse(usage.TextAt("cpu")) ?? 0, Quantity.Parse(usage.TextAt("memory")) ?? 0);

        public static Usage OfPod(JsonObject pod) => pod.Objects("containers").Select(c => Of(c["usage"])).Aggregate(default(Usage), (sum, one) => new(sum.Cores + one.Cores, sum.Memory + one.Memory));
    }
}
