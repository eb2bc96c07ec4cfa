using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Programs;

internal enum ReachOutcome { Connected, UnknownHost, Refused, TimedOut }

/// <summary>What happens when a pod connects to a host, by DNS, endpoints and network policies.</summary>
/// <param name="Pod">Who answers.</param>
internal sealed record Reach(ReachOutcome Outcome, JsonObject? Service = null, JsonObject? Pod = null)
{
    public static Reach To(ContainerWorld from, string host, int port)
    {
        if (host is "localhost" or "127.0.0.1") return new(ReachOutcome.Connected, null, from.Pod);
        var service = ClusterNames.Service(from.Store, from.Namespace, host)
            ?? from.Store.View(ResourceTypes.Services).Items.FirstOrDefault(s => s.Text("spec", "clusterIP") == host);
        if (service is null)
            return ByPodName(from, host) is { } named ? Allowed(from, named, null, port) : new(ReachOutcome.UnknownHost);
        if (service.List("spec", "ports").All(p => p.Number("port") != port)) return new(ReachOutcome.Refused, service);
        var ready = ClusterNames.ReadyPods(from.Store, service);
        return ready.Count == 0 ? new(ReachOutcome.Refused, service) : Allowed(from, ready[0], service, port);
    }

    /// <summary>Bare pods can be reached by address, and by name within their namespace, as the systems here have it in their hosts files.</summary>
    private static JsonObject? ByPodName(ContainerWorld from, string host) =>
        from.Store.View(ResourceTypes.Pods, from.Namespace).Items.FirstOrDefault(p => p.Owner is null && p.Name == host)
        ?? from.Store.View(ResourceTypes.Pods).Items.FirstOrDefault(p => p.Text("status", "podIP") == host);

    private static Reach Allowed(ContainerWorld from, JsonObject target, JsonObject? service, int port)
    {
        var inner = service is null ? port : (int?)service.List("spec", "ports").First(p => p.Number("port") == port).Number("targetPort") ?? port;
        return new(NetworkRules.Allow(from.Store, from.Pod, target, inner) ? ReachOutcome.Connected : ReachOutcome.TimedOut, service, target);
    }
}

/// <summary>NetworkPolicies: a pod that a policy selects takes and makes only the connections that some policy allows.</summary>
internal static class NetworkRules
{
    public static bool Allow(ClusterStore store, JsonObject from, JsonObject to, int port) =>
        from.Uid == to.Uid || (Passes(store, to, from, port, "Ingress") && Passes(store, from, to, port, "Egress"));

    private static bool Passes(ClusterStore store, JsonObject subject, JsonObject other, int port, string direction)
    {
        var policies = store.View(ResourceTypes.NetworkPolicies, subject.Namespace).Items
            .Where(p => Selector.Matches(p.At("spec", "podSelector"), subject.Labels) && Directions(p).Contains(direction)).ToList();
        return policies.Count == 0 || policies.Any(policy => policy.List("spec", direction == "Ingress" ? "ingress" : "egress").Any(rule =>
            PortMatches(rule, port) && PeerMatches(store, rule, direction == "Ingress" ? "from" : "to", policy.Namespace!, other)));
    }

    private static IEnumerable<string> Directions(JsonObject policy) => policy.At("spec", "policyTypes") is JsonArray types
        ? types.Select(t => (string)t!)
        : policy.At("spec", "egress") is null ? ["Ingress"] : ["Ingress", "Egress"];

    private static bool PortMatches(JsonObject rule, int port) => rule.List("ports") is { Count: 0 } or null || rule.List("ports").Any(p => p.Number("port") is null || p.Number("port") == port);

    private static bool PeerMatches(ClusterStore store, JsonObject rule, string field, string policyNamespace, JsonObject other)
    {
        var peers = rule.List(field);
        return peers.Count == 0 || peers.Any(peer =>
        {
            if (peer["ipBlock"] is not null) return false;
            var inNamespace = peer["namespaceSelector"] is { } selector
                ? Selector.Matches(selector, store.Get(ResourceTypes.Namespaces, null, other.Namespace!)?.Labels ?? new Dictionary<string, string>())
                : other.Namespace == policyNamespace;
            return inNamespace && (peer["podSelector"] is null || Selector.Matches(peer["podSelector"], other.Labels));
        });
    }
}
