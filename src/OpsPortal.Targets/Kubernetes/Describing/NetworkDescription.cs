using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Services and ingresses, with the addresses behind them.</summary>
internal static class NetworkDescription
{
    /// <summary>Addresses shown of one port; the others are counted.</summary>
    private const int AddressesShown = 3;

    private static readonly ApiResource Slices = new("endpointslices", "endpointslice", "EndpointSlice", "discovery.k8s.io", "v1", true);
    private static readonly ApiResource Services = new("services", "service", "Service", "", "v1", true);

    public static async Task WriteServiceAsync(DescriptionWriter writer, DescribedObject described)
    {
        var service = described.Object;
        var spec = service["spec"];
        var slices = await SlicesAsync(described, service.Name());
        writer.Heading(service);
        writer.Line($"Selector:\t{DescriptionWriter.OrNone(string.Join(',', spec.MapAt("selector").Select(l => $"{l.Key}={l.Value}")))}");
        writer.Line($"Type:\t{spec.TextAt("type")}");
        writer.Optional(0, "IP Family Policy", spec.TextAt("ipFamilyPolicy"));
        writer.Line($"IP Families:\t{DescriptionWriter.OrNone(string.Join(',', spec.TextsAt("ipFamilies")))}");
        writer.Line($"IP:\t{spec.TextAt("clusterIP")}");
        writer.Line($"IPs:\t{DescriptionWriter.OrNone(string.Join(',', spec.TextsAt("clusterIPs")))}");
        writer.Optional(0, "External IPs", string.Join(',', spec.TextsAt("externalIPs")));
        writer.Optional(0, "Desired LoadBalancer IP", spec.TextAt("loadBalancerIP"));
        writer.Optional(0, "External Name", spec.TextAt("externalName"));
        writer.Optional(0, "LoadBalancer Ingress", string.Join(", ", service.Objects("status", "loadBalancer", "ingress").Select(i => i.TextAt("ip") is { Length: > 0 } ip ? i.TextAt("ipMode") is { } mode ? $"{ip} ({mode})" : ip : i.TextAt("hostname"))));
        foreach (var port in spec.Objects("ports")) Port(writer, port, slices);
        writer.Line($"Session Affinity:\t{spec.TextAt("sessionAffinity")}");
        writer.Optional(0, "External Traffic Policy", spec.TextAt("externalTrafficPolicy"));
        writer.Optional(0, "Internal Traffic Policy", spec.TextAt("internalTrafficPolicy"));
        writer.Optional(0, "LoadBalancer Source Ranges", string.Join(',', spec.TextsAt("loadBalancerSourceRanges")));
    }

    public static async Task WriteIngressAsync(DescriptionWriter writer, DescribedObject described)
    {
        var ingress = described.Object;
        var spec = ingress["spec"];
        writer.Line($"Name:\t{ingress.Name()}");
        writer.Labels("Labels", ingress.MapAt("metadata", "labels"));
        writer.Line($"Namespace:\t{ingress.Namespace()}");
        writer.Line($"Address:\t{string.Join(',', ingress.Objects("status", "loadBalancer", "ingress").Select(i => i.TextAt("ip") ?? i.TextAt("hostname")).Order(StringComparer.Ordinal))}");
        writer.Line($"Ingress Class:\t{spec.TextAt("ingressClassName") ?? "<none>"}");
        var fallback = spec.At("defaultBackend") is { } backend ? await BackendAsync(described, backend) : "<default>";
        writer.Line($"Default backend:\t{fallback}");
        if (spec.Objects("tls").Any()) writer.Line("TLS:");
        foreach (var tls in spec.Objects("tls"))
            writer.Line(1, $"{(tls.TextAt("secretName") is { Length: > 0 } secret ? $"{secret} terminates" : "SNI routes")} {string.Join(',', tls.TextsAt("hosts"))}");
        writer.Line("Rules:");
        writer.Line(1, "Host\tPath\tBackends");
        writer.Line(1, "----\t----\t--------");
        var rules = spec.Objects("rules").Where(r => r["http"] is not null).ToList();
        foreach (var rule in rules)
        {
            writer.Line(1, $"{(rule.TextAt("host") is { Length: > 0 } host ? host : "*")}\t");
            foreach (var path in rule.Objects("http", "paths")) writer.Line(2, $"\t{path.TextAt("path")} \t{await BackendAsync(described, path["backend"])}");
        }
        if (rules.Count == 0) writer.Line(1, $"*\t*\t{fallback}");
        writer.Annotations("Annotations", ingress["metadata"]);
    }

    private static void Port(DescriptionWriter writer, JsonObject port, IReadOnlyList<JsonObject> slices)
    {
        var name = port.TextAt("name") is { Length: > 0 } given ? given : "<unset>";
        var protocol = port.TextAt("protocol") ?? "TCP";
        writer.Line($"Port:\t{name}\t{port.NumberAt("port")}/{protocol}");
        writer.Line($"TargetPort:\t{port.TextAt("targetPort")}/{protocol}");
        writer.Optional(0, "AppProtocol", port.TextAt("appProtocol"));
        if (port.NumberAt("nodePort") is > 0 and var nodePort) writer.Line($"NodePort:\t{name}\t{nodePort}/{protocol}");
        writer.Line($"Endpoints:\t{Endpoints(slices, port.TextAt("name") ?? "")}");
    }

    private static async Task<string> BackendAsync(DescribedObject described, JsonNode? backend)
    {
        if (backend.At("resource") is { } resource) return $"APIGroup: {resource.TextAt("apiGroup") ?? "<none>"}, Kind: {resource.TextAt("kind")}, Name: {resource.TextAt("name")}";
        var name = backend.TextAt("service", "name") ?? "";
        var (number, portName) = (backend.NumberAt("service", "port", "number"), backend.TextAt("service", "port", "name"));
        var text = $"{name}:{portName ?? $"{number}"}";
        if (await described.GetAsync(Services, described.Namespace, name) is not { } service) return $"{text} (<error: services \"{name}\" not found>)";
        var port = service.Objects("spec", "ports").FirstOrDefault(p => portName is not null ? p.TextAt("name") == portName : p.NumberAt("port") == number);
        return $"{text} ({Endpoints(await SlicesAsync(described, name), port.TextAt("name") ?? "")})";
    }

    private static async Task<IReadOnlyList<JsonObject>> SlicesAsync(DescribedObject described, string service) =>
        await described.ListAsync(Slices, described.Namespace, new() { LabelSelector = $"kubernetes.io/service-name={service}" }) ?? [];

    private static string Endpoints(IReadOnlyList<JsonObject> slices, string port)
    {
        if (slices.Count == 0) return "<none>";
        var addresses = (
            from slice in slices
            from p in slice.Objects("ports")
            where (p.TextAt("name") ?? "") == port
            from endpoint in slice.Objects("endpoints")
            where endpoint.At("conditions", "ready") is null || endpoint.FlagAt("conditions", "ready")
            select $"{endpoint.TextsAt("addresses").FirstOrDefault()}:{p.NumberAt("port")}").ToList();
        var shown = string.Join(',', addresses.Take(AddressesShown));
        return addresses.Count > AddressesShown ? $"{shown} + {addresses.Count - AddressesShown} more..." : shown;
    }
}
