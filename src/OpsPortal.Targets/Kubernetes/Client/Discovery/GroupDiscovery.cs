using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Discovery group by group, for servers that do not aggregate it (before Kubernetes 1.27, and some gateways).</summary>
internal sealed class GroupDiscovery(Transport transport)
{
    private const int AtOnce = 8;

    /// <param name="core">The answer of <c>/api</c>.</param>
    /// <param name="groups">The answer of <c>/apis</c>.</param>
    public async Task<DiscoveredResources> ReadAsync(JsonObject? core, JsonObject? groups, CancellationToken cancellation)
    {
        var versions = GroupVersions(core, groups);
        var found = new IReadOnlyList<ApiResource>?[versions.Count];
        await Parallel.ForAsync(0, versions.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (i, stop) => found[i] = await ResourcesAsync(versions[i], stop));
        return new(
            [.. found.SelectMany(resources => resources ?? [])],
            [.. versions.Where((_, i) => found[i] is null)]);
    }

    internal static IReadOnlyList<string> GroupVersions(JsonObject? core, JsonObject? groups) =>
        [.. core.Texts("versions"), .. groups.Items("groups").SelectMany(VersionsOf)];

    private static IEnumerable<string> VersionsOf(JsonObject group)
    {
        var preferred = group.Map("preferredVersion").Text("groupVersion");
        return group.Items("versions").Select(v => v.Text("groupVersion")).OfType<string>().OrderBy(v => v != preferred);
    }

    /// <summary>Null where this group cannot be read now: an extension server that is down must not take the rest with it.</summary>
    private async Task<IReadOnlyList<ApiResource>?> ResourcesAsync(string groupVersion, CancellationToken cancellation)
    {
        var path = groupVersion.Contains('/') ? $"/apis/{groupVersion}" : $"/api/{groupVersion}";
        try
        {
            return Read(groupVersion, await transport.JsonAsync(ApiRequest.Read(path), cancellation));
        }
        catch (KubernetesApiException e) when (e.StatusCode is 404 or >= 500)
        {
            return e.StatusCode == 404 ? [] : null;
        }
    }

    internal static IReadOnlyList<ApiResource> Read(string groupVersion, JsonObject list)
    {
        var (group, version) = groupVersion.Split('/') is [var g, var v] ? (g, v) : ("", groupVersion);
        var entries = list.Items("resources").Select(r => (Name: r.Text("name") ?? "", Entry: r)).ToList();
        var subresources = entries.Where(e => e.Name.Contains('/')).ToLookup(e => e.Name.Split('/')[0], e => e.Name.Split('/', 2)[1]);
        return
        [
            .. entries
                .Where(e => !e.Name.Contains('/') && e.Entry.Text("kind") is { Length: > 0 })
                .Select(e => Resource(e.Entry, e.Name, group, version) with { Subresources = [.. subresources[e.Name]] }),
        ];
    }

    private static ApiResource Resource(JsonObject entry, string name, string group, string version)
    {
        var kind = entry.Text("kind")!;
        // Told for every resource only from Kubernetes 1.27 on.
        var singular = entry.Text("singularName") is { Length: > 0 } told ? told : kind.ToLowerInvariant();
        return new(name, singular, kind, group, version, entry.Flag("namespaced"))
        {
            ShortNames = entry.Texts("shortNames"),
            Verbs = entry.Texts("verbs"),
            Categories = entry.Texts("categories"),
        };
    }
}
