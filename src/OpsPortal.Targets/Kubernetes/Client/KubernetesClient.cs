using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// Speaks with one API server (documented behaviour of Kubernetes 1.25 and later) over kept connections.
/// Safe to use from many threads. Requests are sent again only where nothing can happen twice by it.
/// </summary>
public sealed class KubernetesClient : IKubernetesApi, IDisposable
{
    /// <summary>Under which name the cluster notes who owns the fields that the portal sets.</summary>
    internal const string FieldManager = "opsportal";

    private readonly Transport _transport;
    private readonly Discovery _discovery;
    private readonly Lists _lists;
    private readonly Random _random;
    private readonly IReadOnlyList<IDisposable> _owned = [];

    public KubernetesClient(ClusterConnection connection, TimeProvider time, Random? random = null)
    {
        var pool = new ConnectionPool(connection, time);
        var credentials = CredentialSource.For(connection, time);
        _transport = new Transport(connection, pool, credentials, time);
        _discovery = new Discovery(_transport);
        _lists = new Lists(_transport);
        _random = random ?? Random.Shared;
        _owned = [pool, credentials, _discovery];
    }

    private KubernetesClient(KubernetesClient origin, Impersonation who)
    {
        _transport = origin._transport.As(who);
        _discovery = origin._discovery;
        _lists = new Lists(_transport);
        _random = origin._random;
    }

    /// <summary>As the context of the kubeconfig has it, <c>default</c> where it says nothing.</summary>
    public string DefaultNamespace => _transport.Connection.DefaultNamespace;

    public ClusterIdentity Identity => _transport.Connection switch
    {
        var connection => new($"{connection}", connection.Context, connection.ClusterName, connection.UserName, connection.DefaultNamespace),
    };

    /// <summary>The same cluster with another one's rights, over the same connections; ends with this client.</summary>
    public KubernetesClient As(Impersonation who) => new(this, who);

    public async Task<KubernetesVersion> VersionAsync(CancellationToken cancellation)
    {
        var version = await _transport.JsonAsync(ApiRequest.Read("/version"), cancellation);
        return new(version.Text("major") ?? "", version.Text("minor") ?? "", version.Text("gitVersion") ?? "");
    }

    public Task<ApiResource> ResolveAsync(string name, CancellationToken cancellation) => _discovery.ResolveAsync(name, cancellation);

    public Task<IReadOnlyList<ApiResource>> ResourcesAsync(CancellationToken cancellation) => _discovery.ResourcesAsync(cancellation);

    public Task<JsonObject> GetAsync(ResourcePath path, CancellationToken cancellation) =>
        _transport.JsonAsync(ApiRequest.Read(RequestPath.Of(path)), cancellation);

    public Task<KubernetesList> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) =>
        _lists.ReadAsync(path, options, cancellation);

    public Task<JsonObject> TableAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) =>
        _lists.TableAsync(path, options, cancellation);

    public IAsyncEnumerable<WatchEvent> WatchAsync(
        ResourcePath path, ListOptions options, string resourceVersion, CancellationToken cancellation) =>
        new WatchStream(_transport, _lists, _random).ReadAsync(path, options, resourceVersion, cancellation);

    public Task<JsonObject> CreateAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Post, RequestPath.Of(path), body.ToJsonString(), "application/json", Managed(dryRun), dryRun, cancellation);

    public Task<JsonObject> ReplaceAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Put, RequestPath.OfObject(path), body.ToJsonString(), "application/json", Managed(dryRun), dryRun, cancellation);

    public Task<JsonObject> PatchAsync(ResourcePath path, string contentType, string patch, bool dryRun, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Patch, RequestPath.OfObject(path), patch, contentType, Managed(dryRun), dryRun, cancellation);

    public Task<JsonObject> ApplyAsync(ResourcePath path, string manifest, bool force, bool dryRun, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Patch, RequestPath.OfObject(path), manifest, PatchContentType.Apply, Managed(dryRun).AddIf(force, "force"), dryRun, cancellation);

    public Task<JsonObject> DeleteAsync(ResourcePath path, DeleteOptions options, bool dryRun, CancellationToken cancellation) =>
        ChangeAsync(HttpMethod.Delete, RequestPath.OfObject(path), DeleteBody.Of(options, dryRun).ToJsonString(), "application/json", new Query(), dryRun, cancellation);

    public IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellation) =>
        new LogLines(_transport).ReadAsync(@namespace, pod, options, cancellation);

    /// <remarks>
    /// The cluster judges it as <c>get</c> and, from 1.35, <c>create</c> of <c>pods/exec</c>. Cancelling closes the connection;
    /// the program in the container may run on.
    /// </remarks>
    public Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation) =>
        new Exec(_transport).RunAsync(@namespace, pod, options, streams, cancellation);

    public Task<string> ReadAsync(string path, CancellationToken cancellation) => _transport.TextAsync(ApiRequest.Read(path) with { Accept = "application/json, */*" }, cancellation);

    public async Task<AccessAnswer> MayAsync(string verb, ResourcePath path, CancellationToken cancellation)
    {
        var request = new ApiRequest(HttpMethod.Post, AccessReview.Path) { Body = AccessReview.Of(verb, path).ToJsonString(), Repeatable = true };
        return AccessReview.Answer(await _transport.JsonAsync(request, cancellation));
    }

    public void Dispose()
    {
        foreach (var owned in _owned)
            owned.Dispose();
    }

    private static Query Managed(bool dryRun) => new Query().AddIf(dryRun, "dryRun", "All").Add("fieldManager", FieldManager);

    private Task<JsonObject> ChangeAsync(
        HttpMethod method, string path, string body, string contentType, Query query, bool dryRun, CancellationToken cancellation) =>
        _transport.JsonAsync(new ApiRequest(method, $"{path}{query}") { Body = body, ContentType = contentType, Repeatable = dryRun }, cancellation);
}
