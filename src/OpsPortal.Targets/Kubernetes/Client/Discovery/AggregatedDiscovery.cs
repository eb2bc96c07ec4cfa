using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>Reads <c>APIGroupDiscoveryList</c> (v2 from Kubernetes 1.30, v2beta1 from 1.27).</summary>
internal static class AggregatedDiscovery
{
    public const string Accept =
        "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,"
        + "application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json";

    public static bool Is(JsonObject answer) => answer.Text("kind") == "APIGroupDiscoveryList";

    public static DiscoveredResources Read(JsonObject answer)
    {
        List<ApiResource> resources = [];
        List<string> unavailable = [];
        foreach (var group in answer.Items("items"))
        {
            var name = group.Map("metadata").Text("name") ?? "";
            foreach (var version in group.Items("versions"))
            {
                var number = version.Text("version") ?? "";
                var found = version.Items("resources").Select(r => Resource(r, name, number)).OfType<ApiResource>().ToList();
                resources.AddRange(found);
                if (found.Count == 0 && version.Text("freshness") == "Stale")
                    unavailable.Add(name.Length == 0 ? number : $"{name}/{number}");
            }
        }
        return new(resources, unavailable);
    }

    private static ApiResource? Resource(JsonObject resource, string group, string version)
    {
        // A resource that only has subresources has no kind of its own and cannot be asked for.
        if (resource.Text("resource") is not { } name || resource.Map("responseKind").Text("kind") is not { Length: > 0 } kind)
            return null;
        return new(name, resource.Text("singularResource") is { Length: > 0 } singular ? singular : kind.ToLowerInvariant(), kind, group, version, resource.Text("scope") == "Namespaced")
        {
            ShortNames = resource.Texts("shortNames"),
            Verbs = resource.Texts("verbs"),
            Categories = resource.Texts("categories"),
            Subresources = [.. resource.Items("subresources").Select(s => s.Text("subresource")).OfType<string>()],
        };
    }
}
