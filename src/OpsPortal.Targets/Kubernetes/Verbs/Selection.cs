using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>An object of the cluster and where it is.</summary>
internal sealed record Selected(ApiResource Resource, JsonObject Object)
{
    public string Name => Object.Name();
    public ResourcePath Path => new(Resource, Resource.Namespaced ? Object.Namespace() : null, Name);

    /// <summary>As kubectl's name printer: <c>deployment.apps/web</c>.</summary>
    public string QualifiedName => $"{Resource.QualifiedName}/{Name}";

    /// <summary>For sentences: "deployment web".</summary>
    public string Spoken => $"{Resource.SingularName} {Name}";
}

/// <summary>Which objects a command speaks of.</summary>
internal static class Selection
{
    /// <summary>What <c>all</c> stands for, in kubectl's order.</summary>
    private static readonly string[] CategoryAll =
        ["pods", "replicationcontrollers", "services", "daemonsets.apps", "deployments.apps", "replicasets.apps", "statefulsets.apps", "horizontalpodautoscalers.autoscaling", "cronjobs.batch", "jobs.batch"];

    public static string Namespace(this ActionContext context, KubernetesAction action) => action.Namespace ?? context.DefaultNamespace;

    public static async Task<ResourcePath> PathAsync(this ActionContext context, KubernetesAction action, ResourceArgument argument, CancellationToken cancellation)
    {
        var resource = await context.Kubernetes.ResolveAsync(argument.Kind, cancellation);
        return new(resource, resource.Namespaced ? context.Namespace(action) : null, argument.Name);
    }

    public static async Task<Selected> OneAsync(this ActionContext context, KubernetesAction action, ResourceArgument argument, CancellationToken cancellation)
    {
        var path = await context.PathAsync(action, argument, cancellation);
        return new(path.Resource, await context.Kubernetes.GetAsync(path, cancellation));
    }

    /// <summary>Named ones first asked for by name; without a name all that the selector picks.</summary>
    public static async Task<IReadOnlyList<Selected>> SelectAsync(
        this ActionContext context, KubernetesAction action, IReadOnlyList<ResourceArgument> arguments, ListOptions options, CancellationToken cancellation)
    {
        List<Selected> found = [];
        foreach (var argument in Expand(arguments))
        {
            var path = await context.PathAsync(action, argument, cancellation);
            if (path.Name is not null) found.Add(new(path.Resource, await context.Kubernetes.GetAsync(path, cancellation)));
            else found.AddRange((await context.Kubernetes.ListAsync(path, options, cancellation)).Items.Select(item => new Selected(path.Resource, path.Resource.Typed(item))));
        }
        return found;
    }

    public static IEnumerable<ResourceArgument> Expand(IReadOnlyList<ResourceArgument> arguments) =>
        arguments.SelectMany(a => a is { Kind: "all", Name: null } ? CategoryAll.Select(kind => new ResourceArgument(kind)) : [a]);
}
