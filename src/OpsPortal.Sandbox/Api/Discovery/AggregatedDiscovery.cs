using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using OpsPortal.Sandbox.Api.Types;

namespace OpsPortal.Sandbox.Api.Discovery;

/// <summary>Everything in one document: apidiscovery.k8s.io v2 and v2beta1.</summary>
internal static class AggregatedDiscovery
{
    /// <summary>The version asked for; null for a client that wants the older form.</summary>
    public static string? Version(HttpRequest request)
    {
        foreach (var wanted in request.Headers.Accept.SelectMany(a => (a ?? "").Split(',')))
        {
            if (!wanted.Contains("as=APIGroupDiscoveryList", StringComparison.Ordinal)) continue;
            if (wanted.Contains("v=v2beta1", StringComparison.Ordinal)) return "v2beta1";
            if (wanted.Contains("v=v2", StringComparison.Ordinal)) return "v2";
        }
        return null;
    }

    public static JsonObject Document(ServedTypes types, bool core, string version) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = $"apidiscovery.k8s.io/{version}",
        ["metadata"] = new JsonObject(),
        ["items"] = core
            ? new JsonArray(Group(null, [.. types.All.Where(t => t.Type.Group.Length == 0)]))
            : new JsonArray([.. DiscoveryHandler.Groups(types).Select(g => Group(g.Key, [.. g]))]),
    };

    private static JsonObject Group(string? name, IReadOnlyList<ServedType> types)
    {
        var metadata = new JsonObject { ["creationTimestamp"] = null };
        if (name is not null) metadata["name"] = name;
        return new JsonObject
        {
            ["metadata"] = metadata,
            ["versions"] = new JsonArray([.. DiscoveryHandler.Versions(types).Select(v => new JsonObject
            {
                ["version"] = v, ["freshness"] = "Current", ["resources"] = new JsonArray([.. types.Where(t => t.Type.Version == v).Select(Resource)]),
            })]),
        };
    }

    private static JsonObject Resource(ServedType served)
    {
        var type = served.Type;
        var entry = new JsonObject
        {
            ["resource"] = type.Name,
            ["responseKind"] = Kind(type.Group, type.Version, type.Kind),
            ["scope"] = type.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = type.Singular,
            ["verbs"] = new JsonArray([.. served.Verbs]),
        };
        if (type.ShortNames.Count > 0) entry["shortNames"] = new JsonArray([.. type.ShortNames]);
        if (type.Categories.Count > 0) entry["categories"] = new JsonArray([.. type.Categories]);
        if (type.Subresources.Count > 0)
            entry["subresources"] = new JsonArray([.. type.Subresources.Select(s => Subresource.Of(type, s)).Select(s => new JsonObject
            {
                ["subresource"] = s.Name, ["responseKind"] = Kind(s.Group ?? type.Group, s.Version ?? type.Version, s.Kind), ["verbs"] = new JsonArray([.. s.Verbs]),
            })]);
        return entry;
    }

    private static JsonObject Kind(string group, string version, string kind) => new() { ["group"] = group, ["version"] = version, ["kind"] = kind };
}
