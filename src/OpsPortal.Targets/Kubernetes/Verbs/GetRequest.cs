using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>What a <c>get</c> asks for, and where the answer goes.</summary>
internal sealed record GetRequest(KubernetesGet Action, ActionContext Context)
{
    public IKubernetesApi Api => Context.Kubernetes;
    public bool Wide => Action.Output == "wide";
    public ListOptions Options => new() { LabelSelector = Action.LabelSelector, FieldSelector = Action.FieldSelector };

    /// <summary>In the order of the command; a kind that is named twice stays two.</summary>
    public async Task<IReadOnlyList<ResourcePath>> PathsAsync(CancellationToken cancellation)
    {
        List<ResourcePath> paths = [];
        foreach (var argument in Selection.Expand(Action.Resources))
        {
            var path = await Context.PathAsync(Action, argument, cancellation);
            var placed = Action.AllNamespaces && path.Name is null ? path with { Namespace = null } : path;
            if (Action.Subresource is not null && path.Name is null) throw new StepRefusal($"subresources cannot be used when bulk resources are specified: name the {path.Resource.SingularName}.");
            paths.Add(placed with { Subresource = Action.Subresource });
        }
        return paths;
    }

    public TableOptions Table(ApiResource resource, bool severalKinds) => new(
        Wide, Action.AllNamespaces && resource.Namespaced, Action.NoHeaders, Action.ShowLabels,
        severalKinds || Action.ShowKind ? resource.Group.Length == 0 ? resource.Kind.ToLowerInvariant() : $"{resource.Kind.ToLowerInvariant()}.{resource.Group}" : null)
    { Labels = Action.LabelColumns };

    public string Found(int count) => count == 1 ? "1 object" : $"{count} objects";

    /// <summary>kubectl's words, where nothing was found.</summary>
    public async Task<ActionOutcome> NothingAsync(bool allNamespaced, CancellationToken cancellation)
    {
        var sentence = !Action.AllNamespaces && allNamespaced ? $"No resources found in {Context.Namespace(Action)} namespace." : "No resources found";
        if (!Action.IgnoreNotFound) await Context.Output.ErrorAsync(sentence, cancellation);
        return ActionOutcome.Success(sentence);
    }
}
