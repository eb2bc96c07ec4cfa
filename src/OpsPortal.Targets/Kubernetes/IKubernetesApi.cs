using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// The Kubernetes API as the portal uses it. Objects are JSON as the server sent it, so that custom resources and fields of
/// any version pass through whole. The seam behind which another client could stand.
/// Errors: <see cref="KubernetesApiException"/> for what the server said, <see cref="TargetUnreachableException"/> where it could not be asked.
/// </summary>
public interface IKubernetesApi
{
    /// <summary>How the connection is called; nothing of it is secret.</summary>
    ClusterIdentity Identity => ClusterIdentity.Unknown;

    /// <summary><c>GET /version</c>.</summary>
    Task<KubernetesVersion> VersionAsync(CancellationToken cancellation);

    /// <summary>Finds what a person calls a resource: plural, singular, short name, kind, <c>name.group</c> or <c>name.version.group</c>.</summary>
    /// <exception cref="KubernetesApiException">Nothing of that name: the message suggests the nearest ones.</exception>
    Task<ApiResource> ResolveAsync(string name, CancellationToken cancellation);

    /// <summary>Everything that discovery tells of, every group in its preferred version; for <c>get all</c> and suggestions.</summary>
    Task<IReadOnlyList<ApiResource>> ResourcesAsync(CancellationToken cancellation) => Task.FromResult<IReadOnlyList<ApiResource>>([]);

    Task<JsonObject> GetAsync(ResourcePath path, CancellationToken cancellation);

    /// <summary>The whole list, pages followed with <c>continue</c>; a token that expired on the way (410) starts over once.</summary>
    Task<KubernetesList> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation);

    /// <summary>As the server would print it: <c>meta.k8s.io/v1 Table</c>. A named path gives a table of one row.</summary>
    Task<JsonObject> TableAsync(ResourcePath path, ListOptions options, CancellationToken cancellation);

    /// <summary>
    /// Events from <paramref name="resourceVersion"/> on, without end: a connection that closes is resumed from the last version
    /// seen (bookmarks count). <see cref="WatchEventType.Restarted"/> comes first after a 410: what was known is stale, list again;
    /// the watch goes on by itself with the current state as added events.
    /// </summary>
    IAsyncEnumerable<WatchEvent> WatchAsync(ResourcePath path, ListOptions options, string resourceVersion, CancellationToken cancellation);

    Task<JsonObject> CreateAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation);

    Task<JsonObject> ReplaceAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation);

    /// <param name="contentType">One of <see cref="PatchContentType"/>.</param>
    Task<JsonObject> PatchAsync(ResourcePath path, string contentType, string patch, bool dryRun, CancellationToken cancellation);

    /// <summary>Server-side apply. By force, fields that another manager owns are taken over; otherwise they are a conflict (409).</summary>
    Task<JsonObject> ApplyAsync(ResourcePath path, string manifest, bool force, bool dryRun, CancellationToken cancellation) =>
        force
            ? throw new NotSupportedException("this client does not apply by force")
            : PatchAsync(path, PatchContentType.Apply, manifest, dryRun, cancellation);

    /// <summary>The object as it stood, or a Status. Where the preconditions do not hold the server answers 409.</summary>
    Task<JsonObject> DeleteAsync(ResourcePath path, DeleteOptions options, bool dryRun, CancellationToken cancellation);

    /// <summary>Lines of one container's log, without line ends, as they come.</summary>
    IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellation);

    /// <summary>Runs a program in a container (v5 or v4 channel protocol over WebSocket). Returns its exit code.</summary>
    Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation);

    /// <summary>The text that <c>GET</c> answers on any path of the server (<c>/readyz</c>, <c>/openapi/v3</c>).</summary>
    /// <param name="path">With its query; begins with a slash.</param>
    Task<string> ReadAsync(string path, CancellationToken cancellation) => throw new NotSupportedException("this client reads no plain paths");

    /// <summary>SelfSubjectAccessReview for exactly this request.</summary>
    Task<AccessAnswer> MayAsync(string verb, ResourcePath path, CancellationToken cancellation);
}

/// <summary>The names that a kubeconfig gives to a connection; null where it has none.</summary>
/// <param name="Server">Address of the API server.</param>
public sealed record ClusterIdentity(string? Server, string? Context, string? Cluster, string? User, string DefaultNamespace)
{
    public static ClusterIdentity Unknown { get; } = new(null, null, null, null, "default");
}

/// <param name="GitVersion">e.g. <c>v1.32.4</c>.</param>
public sealed record KubernetesVersion(string Major, string Minor, string GitVersion);

/// <summary>A resource that discovery told of.</summary>
/// <param name="Name">Plural, as in paths.</param>
/// <param name="Group">Empty for the core group.</param>
public sealed record ApiResource(string Name, string SingularName, string Kind, string Group, string Version, bool Namespaced)
{
    public IReadOnlyList<string> ShortNames { get; init; } = [];
    public IReadOnlyList<string> Verbs { get; init; } = [];

    /// <summary>Groups of kinds, such as <c>all</c>.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];
    public IReadOnlyList<string> Subresources { get; init; } = [];
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>As kubectl names it: <c>deployment.apps</c>, <c>pod</c>.</summary>
    public string QualifiedName => Group.Length == 0 ? SingularName : $"{SingularName}.{Group}";

    public static ApiResource Pods { get; } = new("pods", "pod", "Pod", "", "v1", true) { Subresources = ["log", "exec", "eviction"] };
    public static ApiResource Events { get; } = new("events", "event", "Event", "", "v1", true);
    public static ApiResource Namespaces { get; } = new("namespaces", "namespace", "Namespace", "", "v1", false);
    public static ApiResource Deployments { get; } = new("deployments", "deployment", "Deployment", "apps", "v1", true) { Subresources = ["scale", "status"] };
    public static ApiResource ReplicaSets { get; } = new("replicasets", "replicaset", "ReplicaSet", "apps", "v1", true) { Subresources = ["scale", "status"] };
    public static ApiResource ControllerRevisions { get; } = new("controllerrevisions", "controllerrevision", "ControllerRevision", "apps", "v1", true);
    public static ApiResource PodMetrics { get; } = new("pods", "pod", "PodMetrics", "metrics.k8s.io", "v1beta1", true);
    public static ApiResource NodeMetrics { get; } = new("nodes", "node", "NodeMetrics", "metrics.k8s.io", "v1beta1", false);
}

/// <summary>Where something is in the API.</summary>
/// <param name="Namespace">Null for cluster-scoped resources, and for a list over all namespaces.</param>
/// <param name="Name">Null for a collection.</param>
public sealed record ResourcePath(ApiResource Resource, string? Namespace, string? Name = null, string? Subresource = null)
{
    /// <summary>The URL path, segments escaped, e.g. <c>/apis/apps/v1/namespaces/platform/deployments/platform-service/scale</c>.</summary>
    public override string ToString()
    {
        var root = Resource.Group.Length == 0 ? $"/api/{Resource.Version}" : $"/apis/{Resource.Group}/{Resource.Version}";
        var place = Namespace is null ? "" : $"/namespaces/{Uri.EscapeDataString(Namespace)}";
        var name = Name is null ? "" : $"/{Uri.EscapeDataString(Name)}";
        return $"{root}{place}/{Resource.Name}{name}{(Subresource is null ? "" : $"/{Subresource}")}";
    }
}

public sealed record ListOptions
{
    public string? LabelSelector { get; init; }
    public string? FieldSelector { get; init; }

    /// <summary>Objects per page.</summary>
    public int Limit { get; init; } = 500;
    public static ListOptions All { get; } = new();
}

/// <param name="ResourceVersion">To watch from.</param>
public sealed record KubernetesList(IReadOnlyList<JsonObject> Items, string ResourceVersion);

public enum WatchEventType { Added, Modified, Deleted, Restarted }

/// <param name="Object">Empty for <see cref="WatchEventType.Restarted"/>.</param>
public sealed record WatchEvent(WatchEventType Type, JsonObject Object);

public static class PatchContentType
{
    public const string Json = "application/json-patch+json";
    public const string Merge = "application/merge-patch+json";
    public const string Strategic = "application/strategic-merge-patch+json";
    public const string Apply = "application/apply-patch+yaml";
}

public sealed record DeleteOptions
{
    public int? GracePeriodSeconds { get; init; }

    /// <summary><c>Background</c>, <c>Foreground</c> or <c>Orphan</c>; null leaves it to the server.</summary>
    public string? PropagationPolicy { get; init; }

    /// <summary>Preconditions: delete only this very object.</summary>
    public string? Uid { get; init; }
    public string? ResourceVersion { get; init; }
}

public sealed record LogOptions
{
    public string? Container { get; init; }
    public bool Follow { get; init; }
    public int? SinceSeconds { get; init; }
    public DateTimeOffset? SinceTime { get; init; }
    public int? TailLines { get; init; }
    public int? LimitBytes { get; init; }
    public bool Previous { get; init; }
    public bool Timestamps { get; init; }
}

/// <param name="Command">Program and arguments.</param>
public sealed record ExecOptions(IReadOnlyList<string> Command, string? Container = null);

/// <summary>The streams of a program that runs in a container.</summary>
public interface IExecStreams
{
    /// <summary>Sent to its standard input, which is then closed; null attaches none.</summary>
    Stream? Input { get; }
    ValueTask OutputAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation);
    ValueTask ErrorAsync(ReadOnlyMemory<byte> data, CancellationToken cancellation);
}

/// <param name="Reason">What the cluster said, where it said something.</param>
public sealed record AccessAnswer(bool Allowed, string? Reason);

/// <summary>The API server answered with an error.</summary>
/// <param name="message">For a person: what the API said, and for the common ones what to do.</param>
/// <param name="statusCode">HTTP status.</param>
/// <param name="reason">The Status object's reason: <c>NotFound</c>, <c>Forbidden</c>, <c>Conflict</c>, <c>Invalid</c>, …</param>
/// <param name="status">The Status object, where the body was one.</param>
public sealed class KubernetesApiException(string message, int statusCode, string reason, JsonObject? status = null) : Exception(message)
{
    public int StatusCode => statusCode;
    public string Reason => reason;
    public JsonObject? Status => status;

    /// <summary>When the server asks to come back, where it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
