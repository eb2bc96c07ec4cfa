using System.Text.Json.Nodes;
using OpsPortal.Targets.Previews;

namespace OpsPortal.Targets.Kubernetes.Previews;

/// <summary>The plan is complete as far as it can be known: what comes now waits for something that a trial does not bring about.</summary>
internal sealed class PlanEnds : Exception;

/// <summary>
/// Lets the server try each change and keep nothing of it (<c>dryRun=All</c>), and writes down what would be sent and what would come of it.
/// Later reads see the objects as they would be, so that a verb which reads back what it made goes on.
/// </summary>
internal sealed class PlanningApi(IKubernetesApi api) : ClusterApiDecorator(api)
{
    /// <summary>Objects that are remembered as looked at; who looks at more changes most of them.</summary>
    private const int MostSeen = 50;

    private readonly ChangeLedger ledger = new();
    private readonly List<ObjectStep> seen = [];
    private readonly List<ClusterRequest> requests = [];
    private readonly List<PlannedRequest> programs = [];
    private readonly List<string> warnings = [];
    private readonly List<string> effects = [];
    private readonly List<ResourcePath> executes = [];

    public IReadOnlyList<ObjectStep> Steps => ledger.Steps;
    /// <summary>What was read and not changed.</summary>
    public IEnumerable<ObjectStep> LeftAlone => seen.Where(s => ledger.Find(s.Path) is null);

    public IReadOnlyList<ClusterRequest> Requests => requests;
    public IReadOnlyList<PlannedRequest> Programs => programs;
    public IReadOnlyList<string> Warnings => warnings;
    public IReadOnlyList<string> Effects => effects;

    /// <summary>Pods in which programs are to run.</summary>
    public IReadOnlyList<ResourcePath> Executes => executes;

    /// <summary>What the server could not try, and why.</summary>
    public string? Untried { get; private set; }

    public override async Task<JsonObject> GetAsync(ResourcePath path, CancellationToken cancellation)
    {
        if (ledger.Find(path with { Subresource = null }) is not { } planned) return Noted(path with { Subresource = null }, await base.GetAsync(path, cancellation), path.Subresource is null);
        if (planned.After is not { } after) throw new KubernetesApiException($"{path.Resource.Name}{(path.Resource.Group.Length > 0 ? $".{path.Resource.Group}" : "")} \"{path.Name}\" not found", 404, "NotFound");
        return path.Subresource == "scale" ? Scale(after) : (JsonObject)after.DeepClone();
    }

    public override async Task<KubernetesList> ListAsync(ResourcePath path, ListOptions options, CancellationToken cancellation)
    {
        var list = await base.ListAsync(path, options, cancellation);
        foreach (var item in list.Items) Noted(new(path.Resource, item.Namespace(), item.Name()), item, path.Subresource is null);
        if (ledger.Steps.Count == 0) return list;
        return list with { Items = [.. list.Items.Select(item => Seen(path.Resource, item)).OfType<JsonObject>()] };
    }

    public override IAsyncEnumerable<WatchEvent> WatchAsync(ResourcePath path, ListOptions options, string resourceVersion, CancellationToken cancellation) => throw new PlanEnds();

    public override IAsyncEnumerable<string> LogsAsync(string @namespace, string pod, LogOptions options, CancellationToken cancellation) => throw new PlanEnds();

    public override Task<int> ExecAsync(string @namespace, string pod, ExecOptions options, IExecStreams streams, CancellationToken cancellation)
    {
        var line = string.Join(' ', options.Command);
        var place = $"pod {pod}{(options.Container is null ? "" : $" (container {options.Container})")}";
        programs.Add(new("cluster", $"GET {new ResourcePath(ApiResource.Pods, @namespace, pod, "exec")}", line));
        executes.Add(new(ApiResource.Pods, @namespace, pod, "exec"));
        effects.Add($"Runs `{line}` in {place} in {@namespace}");
        Untried = $"What `{options.Command[0]}` does in {place} cannot be tried beforehand.";
        throw new PlanEnds();
    }

    protected override async Task<JsonObject> ChangeAsync(ClusterRequest request, CancellationToken cancellation)
    {
        requests.Add(request);
        if (request.Issues)
        {
            effects.Add($"Issues a token for {request.Path.Resource.SingularName} {request.Path.Name}");
            return await TryAsync(request, cancellation) ?? [];
        }
        var path = request.ObjectPath();
        var earlier = ledger.Find(path);
        var (before, unread) = await request.BeforeAsync(this, cancellation);
        var answer = Resting(request, earlier) ? Asked(request, before) : await TryAsync(request, cancellation);
        if (request.Removes && answer is null) answer = [];
        var after = request.Removes ? null : answer is null ? before : request.After(before, answer) ?? before;
        // the server tried it on the object as it is: what this plan has changed of it before comes on top
        if (earlier is { Before: { } found, After: { } changed } && after is not null && path.Name is not null) after = OnTop(path.Resource, found, after, changed);
        var at = ledger.Begin(new(path, before, after) { Unread = unread, OfStatus = request.OfStatus(), Orphans = request.Deletion?.PropagationPolicy == "Orphan" });
        ledger.End(at, after);
        return request.Path.Subresource == "scale" || after is null || request.Removes ? answer ?? [] : (JsonObject)after.DeepClone();
    }

    /// <summary>Null where a disruption budget would have to be waited for.</summary>
    private async Task<JsonObject?> TryAsync(ClusterRequest request, CancellationToken cancellation)
    {
        try
        {
            return await request.SendAsync(Api, dryRun: true, cancellation);
        }
        catch (KubernetesApiException busy) when (request.Evicts && busy.StatusCode == 429)
        {
            warnings.Add($"{busy.Message.TrimEnd('.')}: pod {request.Path.Name} is asked again every 5 seconds until it may leave");
            return null;
        }
        catch (KubernetesApiException refused) when (refused.StatusCode == 400 && refused.Message.Contains("does not support dry run", StringComparison.Ordinal))
        {
            Untried = $"Preview unavailable: {refused.Message.TrimEnd('.')}. The change itself may work.";
            throw new PlanEnds();
        }
    }

    /// <summary>Whether it is about something that is there only once the plan is carried out, so that the server cannot try it.</summary>
    private bool Resting(ClusterRequest request, ObjectStep? earlier) =>
        earlier is { Before: null } or { After: null } || (request.Path is { Resource.Namespaced: true, Namespace: { } place } && ledger.Find(new(ApiResource.Namespaces, null, place)) is { Before: null });

    /// <summary>Without the server: what a request says of itself.</summary>
    private static JsonObject? Asked(ClusterRequest request, JsonObject? before) => request switch
    {
        { Removes: true } => [],
        { Verb: "create" or "update" } or { ContentType: PatchContentType.Apply } => request.Parsed(),
        _ => before,
    };

    private static JsonObject OnTop(ApiResource resource, JsonObject found, JsonObject tried, JsonObject changed)
    {
        var both = (JsonObject)changed.DeepClone();
        foreach (var change in FieldChange.Between(resource, ObjectText.Cleaned(found), ObjectText.Cleaned(tried))) change.Put(both, change.After);
        return both;
    }

    private JsonObject Noted(ResourcePath path, JsonObject item, bool whole)
    {
        if (whole && seen.Count < MostSeen && path.Name is not null) seen.Add(new(path, item, item));
        return item;
    }

    private JsonObject? Seen(ApiResource resource, JsonObject item) =>
        ledger.Find(new(resource, item.Namespace(), item.Name())) is { } planned ? (JsonObject?)planned.After?.DeepClone() : item;

    private static JsonObject Scale(JsonObject item) => new()
    {
        ["apiVersion"] = "autoscaling/v1",
        ["kind"] = "Scale",
        ["metadata"] = item["metadata"]?.DeepClone(),
        ["spec"] = new JsonObject { ["replicas"] = item.NumberAt("spec", "replicas") ?? 0 },
    };
}
