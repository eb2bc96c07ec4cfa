using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using OpsPortal.Targets.Kubernetes;

namespace OpsPortal.Tests.Targets.Kubernetes;

/// <summary>A cluster that holds objects and writes down what it is asked to change. Only merge patches are applied.</summary>
public sealed class FakeCluster : IKubernetesApi
{
    public static IReadOnlyList<ApiResource> Resources { get; } =
    [
        ApiResource.Pods with { ShortNames = ["po"] }, ApiResource.Events with { ShortNames = ["ev"] }, ApiResource.Namespaces with { ShortNames = ["ns"] },
        new("nodes", "node", "Node", "", "v1", false) { ShortNames = ["no"] },
        new("services", "service", "Service", "", "v1", true) { ShortNames = ["svc"] },
        new("configmaps", "configmap", "ConfigMap", "", "v1", true) { ShortNames = ["cm"] },
        new("secrets", "secret", "Secret", "", "v1", true),
        new("persistentvolumes", "persistentvolume", "PersistentVolume", "", "v1", false) { ShortNames = ["pv"] },
        new("persistentvolumeclaims", "persistentvolumeclaim", "PersistentVolumeClaim", "", "v1", true) { ShortNames = ["pvc"] },
        new("resourcequotas", "resourcequota", "ResourceQuota", "", "v1", true), new("limitranges", "limitrange", "LimitRange", "", "v1", true),
        ApiResource.Deployments with { ShortNames = ["deploy"] }, ApiResource.ReplicaSets with { ShortNames = ["rs"] }, ApiResource.ControllerRevisions,
        new("daemonsets", "daemonset", "DaemonSet", "apps", "v1", true) { ShortNames = ["ds"] },
        new("statefulsets", "statefulset", "StatefulSet", "apps", "v1", true) { ShortNames = ["sts"] },
        new("jobs", "job", "Job", "batch", "v1", true), new("cronjobs", "cronjob", "CronJob", "batch", "v1", true) { ShortNames = ["cj"] },
        new("horizontalpodautoscalers", "horizontalpodautoscaler", "HorizontalPodAutoscaler", "autoscaling", "v2", true) { ShortNames = ["hpa"] },
        new("ingresses", "ingress", "Ingress", "networking.k8s.io", "v1", true) { ShortNames = ["ing"] },
        new("networkpolicies", "networkpolicy", "NetworkPolicy", "networking.k8s.io", "v1", true) { ShortNames = ["netpol"] },
        new("endpointslices", "endpointslice", "EndpointSlice", "discovery.k8s.io", "v1", true),
        new("leases", "lease", "Lease", "coordination.k8s.io", "v1", true),
        new("certificates", "certificate", "Certificate", "cert-manager.io", "v1", true),
        new("certificatesigningrequests", "certificatesigningrequest", "CertificateSigningRequest", "certificates.k8s.io", "v1", false) { ShortNames = ["csr"] },
        ApiResource.PodMetrics, ApiResource.NodeMetrics,
    ];

    public List<JsonObject> Objects { get; init; } = [];

    /// <summary>"PATCH path content-type body", "DELETE path uid".</summary>
    public List<string> Changes { get; } = [];
    public Channel<WatchEvent> Watched { get; } = Channel.CreateUnbounded<WatchEvent>();
    public Dictionary<string, IReadOnlyList<string>> Logs { get; } = [];
    public List<LogOptions> LogRequests { get; } = [];

    /// <summary>What may not be read, by plural name.</summary>
    public HashSet<string> Forbidden { get; } = [];

    /// <summary>What may not be done: "patch deployments/scale".</summary>
    public HashSet<string> Denied { get; } = [];

    /// <summary>Thrown where a change has been sent and its answer is lost.</summary>
    public Exception? Lost { get; set; }
    public Func<ExecOptions, IExecStreams, Task<int>> Exec { get; set; } = (_, _) => Task.FromResult(0);

    public Task<KubernetesVersion> VersionAsync(CancellationToken cancellation) => Task.FromResult(new KubernetesVersion("1", "32", "v1.32.4"));

    public Task<ApiResource> ResolveAsync(string name, CancellationToken cancellation) =>
        Task.FromResult(Resources.FirstOrDefault(r => r.Group != "metrics.k8s.io" && (r.Name == name || r.SingularName == name || r.ShortNames.Contains(name) || $"{r.Name}.{r.Group}" == name || $"{r.Kind}.{r.Version}.{r.Group}" == name || r.Kind.Equals(name, StringComparison.OrdinalIgnoreCase)))
            ?? throw new KubernetesApiException($"the server doesn't have a resource type \"{name}\"", 404, "NotFound"));

    public Task<JsonObject> GetAsync(ResourcePath path, CancellationToken cancellation) => Task.FromResult((JsonObject)Find(path).DeepClone());

    public Task<KubernetesList> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) =>
        Task.FromResult(new KubernetesList([.. Select(path, options).Select(o => (JsonObject)o.DeepClone())], "100"));

    public Task<JsonObject> TableAsync(ResourcePath path, ListOptions options, CancellationToken cancellation) =>
        Task.FromResult(Table(path.Name is null ? Select(path, options) : [Find(path)]));

    public async IAsyncEnumerable<WatchEvent> WatchAsync(ResourcePath path, ListOptions options, string resourceVersion, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var change in Watched.Reader.ReadAllAsync(cancellation)) yield return change;
    }

    public Task<JsonObject> CreateAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation) => throw new NotSupportedException();

    public Task<JsonObject> ReplaceAsync(ResourcePath path, JsonObject body, bool dryRun, CancellationToken cancellation)
    {
        if (!dryRun) Changes.Add($"PUT {path} {body.ToJsonString()}");
        return Task.FromResult(body);
    }

    /// <summary>Answers of plain paths.</summary>
    public Dictionary<string, string> Texts { get; } = [];

    public Task<string> ReadAsync(string path, CancellationToken cancellation) =>
        Texts.TryGetValue(path, out var text) ? Task.FromResult(text) : throw new KubernetesApiException("the server could not find the requested resource", 404, "NotFound");

    public Task<JsonObject> PatchAsync(ResourcePath path, string contentType, string patch, bool dryRun, CancellationToken cancellation)
    {
        var found = Find(path with { Subresource = null });
        if (!dryRun) Changes.Add($"PATCH {path} {contentType} {patch}");
        if (!dryRun && Lost is not null) throw Lost;
        var after = (JsonObject)found.DeepClone();
        if (contentType != PatchContentType.Json) Merge(after, (JsonObject)JsonNode.Parse(patch)!);
        if (!JsonNode.DeepEquals(found, after)) after["metadata"]!["resourceVersion"] = "101";
        return Task.FromResult(after);
    }

    public Task<JsonObject> DeleteAsync(ResourcePath path, DeleteOptions options, bool dryRun, CancellationToken cancellation)
    {
        var found = Find(path);
        if (!dryRun) Changes.Add($"DELETE {path} {options.Uid} {options.GracePeriodSeconds} {options.PropagationPolicy}");
        return Task.FromResult(found);
    }

    public async IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, LogOptions options, [EnumeratorCancellation] CancellationToken cancellation)
    {
        lock (LogRequests) LogRequests.Add(options);
        foreach (var line in Logs.GetValueOrDefault($"{@namespace}/{pod}/{options.Container}", []))
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return line;
        }
    }

    public Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation) => Exec(options, streams);

    public Task<AccessAnswer> MayAsync(string verb, ResourcePath path, CancellationToken cancellation) =>
        Task.FromResult(new AccessAnswer(!Denied.Contains($"{verb} {path.Resource.Name}{(path.Subresource is null ? "" : $"/{path.Subresource}")}"), null));

    public JsonObject Find(ResourcePath path)
    {
        Refuse(path);
        var found = Of(path.Resource).FirstOrDefault(o => Text(o, "metadata.name") == path.Name && (path.Namespace is null || Text(o, "metadata.namespace") == path.Namespace))
            ?? throw new KubernetesApiException($"{path.Resource.Name}{(path.Resource.Group.Length > 0 ? $".{path.Resource.Group}" : "")} \"{path.Name}\" not found", 404, "NotFound", []);
        return path.Subresource != "scale" ? found : new JsonObject
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = found["metadata"]!.DeepClone(),
            ["spec"] = new JsonObject { ["replicas"] = found["spec"]!["replicas"]!.DeepClone() },
        };
    }

    public IReadOnlyList<JsonObject> Select(ResourcePath path, ListOptions options)
    {
        Refuse(path);
        return [.. Of(path.Resource).Where(o => path.Namespace is null || Text(o, "metadata.namespace") == path.Namespace)
            .Where(o => Parts(options.LabelSelector).All(p => (string?)o["metadata"]?["labels"]?[p.Key] == p.Value))
            .Where(o => Parts(options.FieldSelector).All(p => p.Key.EndsWith('!') ? Text(o, p.Key[..^1]) != p.Value : Text(o, p.Key) == p.Value))
            .OrderBy(o => Text(o, "metadata.namespace"), StringComparer.Ordinal).ThenBy(o => Text(o, "metadata.name"), StringComparer.Ordinal)];
    }

    /// <summary>Name, a state and an age, and a column that only <c>-o wide</c> shows.</summary>
    public static JsonObject Table(IEnumerable<JsonObject> items) => new()
    {
        ["kind"] = "Table",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = new JsonObject { ["resourceVersion"] = "100" },
        ["columnDefinitions"] = JsonNode.Parse("""[{"name":"Name","type":"string","format":"name","priority":0},{"name":"State","type":"string","priority":0},{"name":"Count","type":"integer","priority":0},{"name":"Uid","type":"string","priority":1}]"""),
        ["rows"] = new JsonArray([.. items.Select(o => new JsonObject
        {
            ["cells"] = new JsonArray(Text(o, "metadata.name"), Text(o, "status.phase") ?? "", 3, Text(o, "metadata.uid") ?? "<none>"),
            ["object"] = new JsonObject { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = "meta.k8s.io/v1", ["metadata"] = o["metadata"]!.DeepClone() },
        })]),
    };

    private IEnumerable<JsonObject> Of(ApiResource resource) => Objects.Where(o => (string?)o["kind"] == resource.Kind && (string?)o["apiVersion"] == resource.ApiVersion);

    private void Refuse(ResourcePath path)
    {
        if (Forbidden.Contains(path.Resource.Name)) throw new KubernetesApiException($"{path.Resource.Name} is forbidden: you may not list them", 403, "Forbidden");
    }

    private static IEnumerable<(string Key, string Value)> Parts(string? selector) =>
        string.IsNullOrEmpty(selector) ? [] : selector.Split(',').Select(p => p.Split('=', 2)).Select(p => (p[0], p[1].TrimStart('=')));

    private static string? Text(JsonNode? node, string path)
    {
        foreach (var key in path.Split('.')) node = node?[key];
        return (string?)node;
    }

    private static void Merge(JsonObject into, JsonObject patch)
    {
        foreach (var (key, value) in patch)
            if (value is JsonObject inner && into[key] is JsonObject old) Merge(old, inner);
            else if (value is null) into.Remove(key);
            else into[key] = value.DeepClone();
    }
}
