using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>What the cluster offers, remembered for ten minutes and asked anew when a name is not known.</summary>
internal sealed class Discovery(Transport transport) : IDisposable
{
    private static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);
    private readonly SemaphoreSlim _gate = new(1);
    private volatile Snapshot? _known;

    public async Task<ApiResource> ResolveAsync(string name, CancellationToken cancellation)
    {
        var before = _known;
        var known = await KnownAsync(null, cancellation);
        if (ResourceNames.Find(known.Offered.Resources, name) is { } resource)
            return resource;
        if (ReferenceEquals(known, before))
            known = await KnownAsync(known, cancellation);
        return ResourceNames.Find(known.Offered.Resources, name) ?? throw Unknown(known.Offered, name);
    }

    public async Task<IReadOnlyList<ApiResource>> ResourcesAsync(CancellationToken cancellation) =>
        ResourceNames.Preferred((await KnownAsync(null, cancellation)).Offered.Resources);

    public void Dispose() => _gate.Dispose();

    /// <param name="outdated">What must not be answered with; null takes whatever is fresh.</param>
    private async Task<Snapshot> KnownAsync(Snapshot? outdated, CancellationToken cancellation)
    {
        if (Fresh(outdated) is { } fresh)
            return fresh;
        await _gate.WaitAsync(cancellation);
        try
        {
            return Fresh(outdated) ?? (_known = new(await AskAsync(cancellation), transport.Time.GetUtcNow()));
        }
        finally
        {
            _gate.Release();
        }
    }

    private Snapshot? Fresh(Snapshot? outdated) =>
        _known is { } known && !ReferenceEquals(known, outdated) && transport.Time.GetUtcNow() - known.At < Freshness ? known : null;

    private async Task<DiscoveredResources> AskAsync(CancellationToken cancellation)
    {
        var core = await AskAsync("/api", cancellation);
        var groups = await AskAsync("/apis", cancellation);
        // A server may aggregate one of the two only; the core group comes first either way.
        var one = await ReadAsync(core, null, cancellation);
        var other = await ReadAsync(null, groups, cancellation);
        return new([.. one.Resources, .. other.Resources], [.. one.Unavailable, .. other.Unavailable]);
    }

    private Task<JsonObject> AskAsync(string path, CancellationToken cancellation) =>
        transport.JsonAsync(ApiRequest.Read(path) with { Accept = AggregatedDiscovery.Accept }, cancellation);

    private async Task<DiscoveredResources> ReadAsync(JsonObject? core, JsonObject? groups, CancellationToken cancellation) =>
        (core ?? groups) is { } answer && AggregatedDiscovery.Is(answer)
            ? AggregatedDiscovery.Read(answer)
            : await new GroupDiscovery(transport).ReadAsync(core, groups, cancellation);

    private static KubernetesApiException Unknown(DiscoveredResources offered, string name)
    {
        var nearest = ResourceNames.Nearest(offered.Resources, name);
        var suggestion = nearest.Count > 0 ? $"; did you mean {string.Join(" or ", nearest)}?" : "";
        var missing = offered.Unavailable.Count > 0
            ? $" (these API groups could not be read just now: {string.Join(", ", offered.Unavailable)})"
            : "";
        return new($"the server has no resource type \"{name}\"{suggestion}{missing}", 404, "NotFound");
    }

    private sealed record Snapshot(DiscoveredResources Offered, DateTimeOffset At);
}
