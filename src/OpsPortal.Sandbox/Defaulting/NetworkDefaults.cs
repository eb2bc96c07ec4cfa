using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api;

namespace OpsPortal.Sandbox.Defaulting;

internal static class NetworkDefaults
{
    public static void Service(JsonObject service)
    {
        var spec = service.Child("spec");
        spec.Default("type", "ClusterIP");
        spec.Default("sessionAffinity", "None");
        foreach (var port in spec.Objects("ports"))
        {
            port.Default("protocol", "TCP");
            if (port["port"] is { } number) port.Default("targetPort", number.DeepClone());
        }
        if (spec.Text("type") == "ExternalName") return;
        spec.Default("internalTrafficPolicy", "Cluster");
        spec.Default("ipFamilies", new JsonArray("IPv4"));
        spec.Default("ipFamilyPolicy", "SingleStack");
        if (spec.Text("type") is "NodePort" or "LoadBalancer") spec.Default("externalTrafficPolicy", "Cluster");
    }

    public static void NetworkPolicy(JsonObject policy)
    {
        var spec = policy.Child("spec");
        if (spec["policyTypes"] is null)
            spec["policyTypes"] = spec["egress"] is null ? new JsonArray("Ingress") : new JsonArray("Ingress", "Egress");
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(rule => rule.Objects("ports")))
            port.Default("protocol", "TCP");
    }
}
