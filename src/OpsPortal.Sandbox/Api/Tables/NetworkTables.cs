using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Selecting;

namespace OpsPortal.Sandbox.Api.Tables;

internal static class NetworkTables
{
    public static IReadOnlyList<Column> Services { get; } =
    [
        Column.Named,
        Column.Text("Type", o => o.Text("spec.type")),
        Column.Text("Cluster-IP", o => o.Text("spec.clusterIP")),
        Column.Text("External-IP", External),
        Column.Text("Port(s)", o => string.Join(",", o.Objects("spec.ports").Select(p =>
            $"{p.Text("port")}{(p.Number("nodePort") is { } node and > 0 ? $":{node}" : "")}/{p.Text("protocol") ?? "TCP"}"))),
        Column.Age,
        Column.Wide("Selector", o => ObjectSelector.PrintMap(o.Map("spec.selector"))),
    ];

    public static IReadOnlyList<Column> Endpoints { get; } = [Column.Named, Column.Text("Endpoints", Addresses), Column.Age];

    public static IReadOnlyList<Column> EndpointSlices { get; } =
    [
        Column.Named,
        Column.Text("AddressType", o => o.Text("addressType")),
        Column.Text("Ports", o => Shortened(o.Objects("ports").Select(p => p.Text("port") ?? ""), 3)),
        Column.Text("Endpoints", o => Shortened(o.Objects("endpoints").SelectMany(e => e.Texts("addresses")), 3)),
        Column.Age,
    ];

    public static IReadOnlyList<Column> Ingresses { get; } =
    [
        Column.Named,
        Column.Text("Class", o => o.Text("spec.ingressClassName") ?? o.Map("metadata.annotations").GetValueOrDefault("kubernetes.io/ingress.class")),
        Column.Text("Hosts", Hosts),
        new("Address", (o, _) => string.Join(",", o.Objects("status.loadBalancer.ingress").Select(i => i.Text("ip") ?? i.Text("hostname")))),
        Column.Text("Ports", o => o.Objects("spec.tls").Count > 0 ? "80, 443" : "80"),
        Column.Age,
    ];

    public static IReadOnlyList<Column> IngressClasses { get; } =
    [
        Column.Named,
        Column.Text("Controller", o => o.Text("spec.controller")),
        Column.Text("Parameters", o => o.At("spec.parameters") is { } p ? $"{p.Text("kind")}.{p.Text("apiGroup")}/{p.Text("name")}" : null),
        Column.Age,
    ];

    public static IReadOnlyList<Column> NetworkPolicies { get; } =
        [Column.Named, Column.Text("Pod-Selector", o => ObjectSelector.Print(o.At("spec.podSelector"))), Column.Age];

    private static string? External(JsonObject o)
    {
        var balanced = string.Join(",", o.Objects("status.loadBalancer.ingress").Select(i => i.Text("ip") ?? i.Text("hostname")));
        return o.Text("spec.type") switch
        {
            "ExternalName" => o.Text("spec.externalName"),
            "LoadBalancer" => balanced.Length > 0 ? balanced : "<pending>",
            _ => string.Join(",", o.Texts("spec.externalIPs")),
        };
    }

    private static string Addresses(JsonObject o) => Shortened(o.Objects("subsets").SelectMany(s =>
        s.Objects("ports") is { Count: > 0 } ports
            ? ports.SelectMany(p => s.Objects("addresses").Select(a => $"{a.Text("ip")}:{p.Text("port")}"))
            : s.Objects("addresses").Select(a => a.Text("ip") ?? "")), 3);

    private static string Hosts(JsonObject o)
    {
        var hosts = o.Objects("spec.rules").Select(r => r.Text("host")).OfType<string>().ToList();
        return hosts.Count == 0 ? "*" : Shortened(hosts, 3);
    }

    private static string Shortened(IEnumerable<string> values, int most)
    {
        var all = values.ToList();
        return all.Count > most ? $"{string.Join(",", all.Take(most))} + {all.Count - most} more..." : string.Join(",", all);
    }
}
