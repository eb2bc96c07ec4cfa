using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Writing;

/// <summary>Gives services an address of 10.96.0.0/16, and node ports where their type has some.</summary>
internal static class ServiceAddresses
{
    public static void Assign(JsonObject service, ClusterStore store)
    {
        var spec = service.Child("spec");
        var others = store.View(ResourceTypes.Services).Items;
        if (spec.Text("type") != "ExternalName")
        {
            var taken = others.Select(o => o.Text("spec.clusterIP")).ToHashSet();
            spec["clusterIP"] ??= Enumerable.Range(256, 65_000).Select(n => $"10.96.{n / 256}.{n % 256}").First(ip => !taken.Contains(ip));
            spec["clusterIPs"] ??= new JsonArray(spec.Text("clusterIP"));
        }
        if (spec.Text("type") is not ("NodePort" or "LoadBalancer")) return;
        var ports = others.SelectMany(o => o.Objects("spec.ports")).Select(p => p.Number("nodePort") ?? 0).ToHashSet();
        foreach (var port in spec.Objects("ports").Where(p => p["nodePort"] is null))
        {
            var free = Enumerable.Range(30_000, 2768).First(p => ports.Add(p));
            port["nodePort"] = free;
        }
    }
}
