using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>Another API behind the same face: reads go through, and everything that changes comes by one place.</summary>
internal abstract class ClusterApiDecorator(IKubernetesApi api) : IKubernetesApi
{
    protected IKubernetesApi Api => api;

    public ClusterIdentity Identity => api.Identity;
    public Task<KubernetesVersion> VersionAsync(CancellationToken cancellation) => api.VersionAsync(cancellation);
    public Task<ApiResource> ResolveAsync(string name, CancellationToken cancellation) => api.ResolveAsync(name, cancellation);
    public Task<IReadOnlyList<ApiResource>> ResourcesAsync(CancellationToken cancellation) => api.ResourcesAsync(cancellation);
    public virtual Task<JsonObject> GetAsync(ResourcePath path, CancellationToken cancellation) => api.GetAsync(path, cancellation);
    public virtual Task<KubernetesList> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) => api.ListAsync(path, options, cancellation);
    public Task<JsonObject> TableAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) => api.TableAsync(path, options, cancellation);
    public Task<string> ReadAsync(string path, CancellationToken cancellation) => api.ReadAsync(path, cancellation);
    public Task<AccessAnswer> MayAsync(string verb, ResourcePath path, CancellationToken cancellation) => api.MayAsync(verb, path, cancellation);

    public virtual IAsyncEnumerable<WatchEvent> WatchAsync(ResourcePath path, ListOptions options, string resourceVersion, CancellationToken cancellation) =>
        api.WatchAsync(path, options, resourceVersion, cancellation);

    public virtual IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellation) =>
        api.LogsAsync(@namespace, pod, options, cancellation);

    public virtual Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation) =>
        api.ExecAsync(@namespace, pod, options, streams, cancellation);

    public Task<JsonObject> CreateAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation) =>
        GoAsync(ClusterRequest.Create(path, body), dryRun, cancellation);

    public Task<JsonObject> ReplaceAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation) =>
        GoAsync(ClusterRequest.Replace(path, body), dryRun, cancellation);

    public Task<JsonObject> PatchAsync(ResourcePath path, string contentType, string patch, bool dryRun, CancellationToken cancellation) =>
        GoAsync(ClusterRequest.Patch(path, contentType, patch), dryRun, cancellation);

    public Task<JsonObject> ApplyAsync(ResourcePath path, string manifest, bool force, bool dryRun, CancellationToken cancellation) =>
        GoAsync(ClusterRequest.Apply(path, manifest, force), dryRun, cancellation);

    public Task<JsonObject> DeleteAsync(ResourcePath path, DeleteOptions options, bool dryRun, CancellationToken cancellation) =>
        GoAsync(ClusterRequest.Delete(path, options), dryRun, cancellation);

    /// <summary>Only what would really change something.</summary>
    protected abstract Task<JsonObject> ChangeAsync(ClusterRequest request, CancellationToken cancellation);

    private Task<JsonObject> GoAsync(ClusterRequest request, bool dryRun, CancellationToken cancellation) =>
        dryRun || !request.Changes ? request.SendAsync(api, dryRun, cancellation) : ChangeAsync(request, cancellation);
}
