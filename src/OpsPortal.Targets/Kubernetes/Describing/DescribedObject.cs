using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>An object being described, and the cluster it is in: a description tells of its neighbours too.</summary>
internal sealed record DescribedObject(ApiResource Resource, JsonObject Object, IKubernetesApi Api, CancellationToken Cancellation)
{
    public string? Namespace => Object.Namespace();

    /// <summary>Null where the cluster does not let them be read, or has no such kind.</summary>
    public async Task<IReadOnlyList<JsonObject>?> ListAsync(ApiResource resource, string? @namespace, ListOptions options)
    {
        try
        {
            return [.. (await Api.ListAsync(new(resource, @namespace), options, Cancellation)).Items.Select(resource.Typed)];
        }
        catch (KubernetesApiException)
        {
            return null;
        }
    }

    public async Task<JsonObject?> GetAsync(ApiResource resource, string? @namespace, string name)
    {
        try
        {
            return await Api.GetAsync(new(resource, @namespace, name), Cancellation);
        }
        catch (KubernetesApiException)
        {
            return null;
        }
    }
}
