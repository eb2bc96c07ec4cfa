using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions;
using OpsPortal.Runbooks.Actions.Kubernetes;
using OpsPortal.Targets.Kubernetes;
using OpsPortal.Targets.Kubernetes.Printing;
using OpsPortal.Targets.Kubernetes.Verbs;

namespace OpsPortal.Targets.Suggestions;

/// <param name="Value">What is filled in.</param>
/// <param name="Detail">What tells it from the others: "Running, 2 restarts, 3 d".</param>
public sealed record Suggestion(string Value, string Detail);

/// <summary>Names that exist on the target now, for a parameter of a kind <c>kubernetes.&lt;singular kind&gt;</c>.</summary>
public sealed class SuggestionSource(TimeProvider time)
{
    private const int Most = 50;
    private const string Prefix = "kubernetes.";

    /// <summary>At most 50, those that begin with what was typed first, then those that contain it.</summary>
    /// <param name="parameterKind">A parameter's kind; one that does not speak of a cluster has no suggestions.</param>
    /// <param name="namespace">Null looks in all.</param>
    /// <exception cref="KubernetesApiException">The cluster knows no such kind, or does not let it be listed.</exception>
    public async Task<IReadOnlyList<Suggestion>> SuggestAsync(
        string parameterKind, string? @namespace, string? selector, string typed, IKubernetesApi kubernetes, CancellationToken cancellation)
    {
        if (!parameterKind.StartsWith(Prefix, StringComparison.Ordinal)) return [];
        var kind = parameterKind[Prefix.Length..];
        if (kind == "manifest") return [];
        var containers = kind == "container";
        var resource = containers ? ApiResource.Pods : await kubernetes.ResolveAsync(kind, cancellation);
        var list = await kubernetes.ListAsync(new(resource, resource.Namespaced ? @namespace : null), new() { LabelSelector = selector }, cancellation);
        var now = time.GetUtcNow();
        var all = containers ? Containers(list.Items) : list.Items.Select(item => new Suggestion(item.Name(), SuggestionDetail.Of(resource, item, now)));
        return [.. all.Where(s => s.Value.Contains(typed, StringComparison.OrdinalIgnoreCase))
            .OrderBy(s => !s.Value.StartsWith(typed, StringComparison.OrdinalIgnoreCase)).ThenBy(s => s.Value, StringComparer.Ordinal).Take(Most)];
    }

    /// <summary>
    /// What fills the parameter of kind <c>kubernetes.manifest</c> to begin with: the object as it is, as YAML, without the book-keeping
    /// of who manages which field. Its <c>resourceVersion</c> stays in: it guards what is saved against overwriting others' changes.
    /// </summary>
    /// <param name="action">With its other places filled.</param>
    /// <param name="defaultNamespace">Where the command names none.</param>
    /// <returns>Null where the action edits nothing.</returns>
    /// <exception cref="KubernetesApiException">There is no such object, or it may not be read.</exception>
    public async Task<string?> LoadAsync(StepAction action, string defaultNamespace, IKubernetesApi kubernetes, CancellationToken cancellation)
    {
        if (action is not KubernetesEdit edit) return null;
        var resource = await kubernetes.ResolveAsync(edit.Resource.Kind, cancellation);
        var live = resource.Typed(await kubernetes.GetAsync(new(resource, resource.Namespaced ? edit.Namespace ?? defaultNamespace : null, edit.Resource.Name), cancellation));
        (live["metadata"] as JsonObject)?.Remove("managedFields");
        return YamlText.Of(live);
    }

    private static IEnumerable<Suggestion> Containers(IEnumerable<JsonObject> pods) =>
        pods.SelectMany(pod => Pods.ContainerNames(pod).Select(name => (Name: name, Image: Image(pod, name))))
            .GroupBy(c => c.Name).Select(c => new Suggestion(c.Key, $"{c.First().Image}, in {c.Count()} pod{(c.Count() == 1 ? "" : "s")}"));

    private static string? Image(JsonObject pod, string container) =>
        new[] { "containers", "initContainers", "ephemeralContainers" }.SelectMany(list => pod.At("spec").Objects(list)).FirstOrDefault(c => c.TextAt("name") == container).TextAt("image");
}
