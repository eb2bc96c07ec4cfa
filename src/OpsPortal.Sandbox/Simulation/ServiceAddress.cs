using System.Text.Json.Nodes;

namespace OpsPortal.Sandbox.Simulation;

/// <summary>Gives a service what the API server would: an address of its own, taken from its name, and defaults.</summary>
internal static class ServiceAddress
{
    public static void Complete(JsonObject service)
    {
        var spec = service.Into("spec");
        if (spec.Text("type") == "ExternalName") return;
        var hash = Naming.Hash($"{service.Namespace}/{service.Name}");
        spec["clusterIP"] ??= $"10.96.{1 + hash % 250}.{1 + (hash >> 16) % 250}";
        spec["clusterIPs"] ??= new JsonArray(spec.Text("clusterIP"));
        spec["type"] ??= "ClusterIP";
        spec["sessionAffinity"] ??= "None";
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
        spec["internalTrafficPolicy"] ??= "Cluster";
        foreach (var port in service.List("spec", "ports"))
        {
            port["protocol"] ??= "TCP";
            port["targetPort"] ??= port["port"]?.DeepClone();
        }
        service.Into("status")["loadBalancer"] ??= new JsonObject();
    }
}
