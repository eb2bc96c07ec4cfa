using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Where a described object belongs in the cluster.</summary>
internal static class ManifestPlaces
{
    /// <summary>The path of the object, whose namespace is filled in where it belongs to one and names none.</summary>
    /// <exception cref="StepRefusal">The cluster has no such kind, or the object and the command name two namespaces.</exception>
    public static async Task<ResourcePath> PlaceAsync(this ActionContext context, Described described, string? @namespace, CancellationToken cancellation)
    {
        var resource = await ResourceAsync(context, described, cancellation);
        var metadata = described.Object["metadata"] as JsonObject;
        if (metadata is null) described.Object["metadata"] = metadata = [];
        if (!resource.Namespaced) return new(resource, null, metadata.TextAt("name"));
        var own = metadata.TextAt("namespace") is { Length: > 0 } named ? named : null;
        if (own is not null && @namespace is not null && own != @namespace)
            throw new StepRefusal($"{described.Source} puts {resource.SingularName} {described.Object.Name()} into the namespace {own}, and the command says {@namespace}: make them the same.");
        var place = own ?? @namespace ?? context.DefaultNamespace;
        metadata["namespace"] = place;
        return new(resource, place, metadata.TextAt("name"));
    }

    private static async Task<ApiResource> ResourceAsync(ActionContext context, Described described, CancellationToken cancellation)
    {
        var (group, version) = described.ApiVersion.Split('/', 2) is [var g, var v] ? (g, v) : ("", described.ApiVersion);
        ApiResource? found = null;
        try
        {
            found = await context.Kubernetes.ResolveAsync(group.Length == 0 ? described.Kind : $"{described.Kind}.{version}.{group}", cancellation);
        }
        catch (KubernetesApiException unknown) when (unknown.StatusCode == 404)
        {
            // told below, with the version that the file wants
        }
        return found is not null && found.Group == group && found.Version == version && found.Kind.Equals(described.Kind, StringComparison.OrdinalIgnoreCase) ? found
            : throw new StepRefusal($"{described.Source} describes a {described.Kind} of {described.ApiVersion}, and this cluster serves no such kind in that version. "
                + "Check apiVersion and kind, or install its definition (CustomResourceDefinition) first.");
    }

    public static Selected At(this ResourcePath path, JsonObject item) => new(path.Resource, item);
}
