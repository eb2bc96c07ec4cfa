using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>A command that names a deployment (or service, job, …) means one of its pods.</summary>
internal static class Pods
{
    /// <summary>The best pod first; which one counts as best is kubectl's order for logs.</summary>
    /// <exception cref="KubernetesApiException">Nothing of that name.</exception>
    public static async Task<(IReadOnlyList<JsonObject> Pods, string? Refusal)> OfAsync(KubernetesAction action, ResourceArgument argument, ActionContext context, CancellationToken cancellation)
    {
        var owner = await context.OneAsync(action, argument, cancellation);
        if (owner.Resource is { Group: "", Name: "pods" }) return ([owner.Object], null);
        if (LabelSelectorText.PodsOf(owner.Object) is not { Length: > 0 } selector) return ([], $"{owner.Spoken} has no selector, so it has no pods of its own. Name a pod.");
        var list = await context.Kubernetes.ListAsync(new(ApiResource.Pods, owner.Object.Namespace()), new() { LabelSelector = selector }, cancellation);
        return list.Items.Count == 0
            ? ([], $"{owner.Spoken} has no pods now (selector {selector}). See its events: kubectl describe {owner.Resource.SingularName} {owner.Name}.")
            : ([.. list.Items.OrderBy(p => p, Comparer<JsonObject>.Create(Compare))], null);
    }

    public static IEnumerable<string> ContainerNames(JsonObject pod, bool all = true) =>
        from list in all ? ["containers", "ephemeralContainers", "initContainers"] : new[] { "containers" }
        from container in pod.At("spec").Objects(list)
        select container.TextAt("name") ?? "";

    /// <summary>"a, b (init)": as kubectl lists them.</summary>
    public static string ContainerList(JsonObject pod) => string.Join(", ",
    [
        .. pod.Objects("spec", "containers").Select(c => c.TextAt("name")),
        .. pod.Objects("spec", "ephemeralContainers").Select(c => $"{c.TextAt("name")} (ephem)"),
        .. pod.Objects("spec", "initContainers").Select(c => $"{c.TextAt("name")} (init)"),
    ]);

    /// <summary>Where none is named: what the pod's annotation says, else the first. <paramref name="several"/> tells that there was a choice.</summary>
    public static string DefaultContainer(JsonObject pod, out bool several)
    {
        var named = pod.Annotation("kubectl.kubernetes.io/default-container");
        if (named is not null && ContainerNames(pod).Contains(named))
        {
            several = false;
            return named;
        }
        several = ContainerNames(pod).Count() > 1;
        return pod.Objects("spec", "containers").FirstOrDefault().TextAt("name") ?? "";
    }

    /// <summary>Assigned, running, ready, ready for longer, restarted more often, older: each before its opposite.</summary>
    private static int Compare(JsonObject x, JsonObject y)
    {
        ReadOnlySpan<int> orders =
        [
            (x.TextAt("spec", "nodeName") is null ? 1 : 0) - (y.TextAt("spec", "nodeName") is null ? 1 : 0),
            Phase(x) - Phase(y),
            (Ready(y) ? 1 : 0) - (Ready(x) ? 1 : 0),
            Nullable.Compare(ReadyTime(x), ReadyTime(y)),
            Restarts(y).CompareTo(Restarts(x)),
            Nullable.Compare(x.Time("metadata", "creationTimestamp"), y.Time("metadata", "creationTimestamp")),
        ];
        foreach (var order in orders)
            if (order != 0) return order;
        return 0;
    }

    private static int Phase(JsonObject pod) => pod.TextAt("status", "phase") switch { "Unknown" => 1, "Pending" => 2, _ => 0 };
    private static bool Ready(JsonObject pod) => pod.Condition("Ready").TextAt("status") == "True";
    private static DateTimeOffset? ReadyTime(JsonObject pod) => Ready(pod) ? pod.Condition("Ready").Time("lastTransitionTime") : null;
    public static long Restarts(JsonObject pod) => pod.Objects("status", "containerStatuses").Select(c => c.NumberAt("restartCount") ?? 0).DefaultIfEmpty().Max();
}
