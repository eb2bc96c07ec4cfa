using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Requests;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <summary><c>/api</c>, <c>/apis</c>, and below: which groups, versions and resources there are.</summary>
internal static class DiscoveryHandler
{
    /// <summary>False where the path is none of discovery's.</summary>
    public static async Task<bool> TryHandleAsync(HttpContext http, string path, ServedTypes types)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is ["api"] or ["apis"] && AggregatedDiscovery.Version(http.Request) is { } version)
        {
            await Answer.WriteAsync(http, 200, AggregatedDiscovery.Document(types, segments[0] == "api", version),
                $"application/json;g=apidiscovery.k8s.io;v={version};as=APIGroupDiscoveryList");
            return true;
        }
        JsonObject? document = segments switch
        {
            ["api"] => new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() },
            ["apis"] => new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups(types).Select(Group)]) },
            ["apis", var group] => Groups(types).FirstOrDefault(g => g.Key == group) is { } found ? Group(found) : throw ApiError.NoSuchPath(),
            ["api", var v] => Resources(types, "", v),
            ["apis", var group, var v] => Resources(types, group, v),
            _ => null,
        };
        if (document is null) return false;
        await Answer.WriteAsync(http, 200, document);
        return true;
    }

    public static IEnumerable<IGrouping<string, ServedType>> Groups(ServedTypes types) => types.All.Where(t => t.Type.Group.Length > 0).GroupBy(t => t.Type.Group);

    /// <summary>Newest first, which is the one a client takes when it is not asked for another.</summary>
    public static IEnumerable<string> Versions(IEnumerable<ServedType> group) => group.Select(t => t.Type.Version).Distinct();

    private static JsonObject Group(IGrouping<string, ServedType> group)
    {
        var versions = Versions(group).Select(v => new JsonObject { ["groupVersion"] = $"{group.Key}/{v}", ["version"] = v }).ToList();
        return new JsonObject
        {
            ["kind"] = "APIGroup",
            ["apiVersion"] = "v1",
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].Copy(),
        };
    }

    private static JsonObject Resources(ServedTypes types, string group, string version)
    {
        var found = types.All.Where(t => t.Type.Group == group && t.Type.Version == version).ToList();
        if (found.Count == 0) throw ApiError.NoSuchPath();
        return new JsonObject
        {
            ["kind"] = "APIResourceList",
            ["apiVersion"] = "v1",
            ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
            ["resources"] = new JsonArray([.. found.SelectMany(ResourceEntries)]),
        };
    }

    private static IEnumerable<JsonObject> ResourceEntries(ServedType served)
    {
        var type = served.Type;
        var entry = new JsonObject
        {
            ["name"] = type.Name,
            ["singularName"] = type.Singular,
            ["namespaced"] = type.Namespaced,
            ["kind"] = type.Kind,
            ["verbs"] = new JsonArray([.. served.Verbs]),
        };
        if (type.ShortNames.Count > 0) entry["shortNames"] = new JsonArray([.. type.ShortNames]);
        if (type.Categories.Count > 0) entry["categories"] = new JsonArray([.. type.Categories]);
        yield return entry;
        foreach (var subresource in type.Subresources.Select(s => Subresource.Of(type, s)))
        {
            var below = new JsonObject { ["name"] = $"{type.Name}/{subresource.Name}", ["singularName"] = "", ["namespaced"] = type.Namespaced, ["kind"] = subresource.Kind };
            if (subresource.Group is not null) below["group"] = subresource.Group;
            if (subresource.Version is not null) below["version"] = subresource.Version;
            below["verbs"] = new JsonArray([.. subresource.Verbs]);
            yield return below;
        }
    }
}
