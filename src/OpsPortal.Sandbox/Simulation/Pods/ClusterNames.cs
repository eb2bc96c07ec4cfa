using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>The cluster's DNS, as far as pods need it: names of services, with or without namespace, and of pods.</summary>
internal static class ClusterNames
{
    public static readonly string Domain = "cluster.local";

    /// <summary>The service of that name as seen from a namespace; null where DNS has none.</summary>
    public static JsonObject? Service(ClusterStore store, string fromNamespace, string host)
    {
        var bare = host.TrimEnd('.');
        if (bare.EndsWith($".{Domain}", StringComparison.Ordinal)) bare = bare[..^(Domain.Length + 1)];
        if (bare.EndsWith(".svc", StringComparison.Ordinal)) bare = bare[..^4];
        var parts = bare.Split('.');
        var found = parts.Length > 2 ? null : store.Get(ResourceTypes.Services, parts.Length == 2 ? parts[1] : fromNamespace, parts[0]);
        return found?.Text("spec", "type") == "ExternalName" && found.Text("spec", "externalName") is { } other && other != host
            ? Service(store, fromNamespace, other)
            : found;
    }

    /// <summary>The pods behind a service that take requests.</summary>
    public static IReadOnlyList<JsonObject> ReadyPods(ClusterStore store, JsonObject service) =>
        [.. store.View(ResourceTypes.Pods, service.Namespace).Items.Where(pod =>
            Selector.MatchesMap(service.At("spec", "selector"), pod.Labels) && pod.HasCondition("Ready") && !pod.IsDeleting)];
}
