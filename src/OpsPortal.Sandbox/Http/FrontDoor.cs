using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Prometheus.Serving;
using OpsPortal.Sandbox.Simulation;
using OpsPortal.Sandbox.Simulation.Pods;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Http;

/// <summary>Takes a request to whoever its Host header means: Prometheus, a forwarded port, an ingress, a service.</summary>
internal sealed class FrontDoor(ClusterStore store, SystemApis apis, PrometheusApi prometheus)
{
    /// <summary>Ports of this machine that lead to a service, as a port forward would.</summary>
    private static readonly Dictionary<string, (string Namespace, string Service)> Forwarded = new()
    {
        ["localhost:8000"] = ("structured-prompt", "api"),
        ["localhost:8001"] = ("platform-v2-stable", "platform-v2-api"),
        ["localhost:8002"] = ("platform-v1-exp", "platform-v1-api"),
        ["localhost:8003"] = ("platform-v3-quarantine", "platform-v3-api"),
    };

    private static readonly string[] PrometheusHosts = ["prometheus", "prometheus:9090", "localhost:9090", "prometheus.example.com"];

    /// <summary>Names that are asked over HTTPS.</summary>
    public static readonly IReadOnlyList<string> SecureHosts =
        ["platform-service", "platform.example.com", "api.example.com", "meta-prompt-evolution.example.com", "prometheus.example.com"];

    /// <summary>Addresses that are asked over plain HTTP.</summary>
    public static readonly IReadOnlyList<string> PlainHosts = [.. Forwarded.Keys, .. PrometheusHosts.Where(h => h.Contains(':'))];

    public ServiceAnswer Answer(ServiceRequest request, CancellationToken cancellation)
    {
        var host = request.Host.ToLowerInvariant().Replace("127.0.0.1", "localhost");
        if (PrometheusHosts.Contains(Bare(host)) || PrometheusHosts.Contains(host)) return prometheus.Answer(request, cancellation);
        if (Forwarded.TryGetValue(host, out var forwarded)) return Behind(store.Get(ResourceTypes.Services, forwarded.Namespace, forwarded.Service), forwarded.Service, request, html: false);
        if (IngressFor(Bare(host)) is { } ingress)
            return Backend(ingress, request.Path) is { } name
                ? Behind(store.Get(ResourceTypes.Services, ingress.Namespace, name), name, request, html: true)
                : NoSuchHost();
        return ServiceOf(Bare(host)) is { } service ? Behind(service, service.Name, request, html: true) : NoSuchHost();
    }

    /// <summary>The ingress that a host belongs to: by its rules, by its TLS hosts, or because it leads to the service of that name.</summary>
    public JsonObject? IngressFor(string host)
    {
        var all = store.View(ResourceTypes.Ingresses).Items;
        return all.FirstOrDefault(i => i.List("spec", "rules").Any(r => r.Text("host") == host))
            ?? all.FirstOrDefault(i => i.List("spec", "tls").Any(t => t["hosts"] is JsonArray hosts && hosts.Any(h => (string?)h == host)))
            ?? all.FirstOrDefault(i => Paths(i).Any(p => p.Text("backend", "service", "name") == host));
    }

    private JsonObject? ServiceOf(string host) =>
        ClusterNames.Service(store, "default", host)
        ?? store.View(ResourceTypes.Services).Items.FirstOrDefault(s => s.Name == host && SecureHosts.Contains(host));

    /// <summary>Of the path that fits most.</summary>
    private static string? Backend(JsonObject ingress, string path) => Paths(ingress)
        .Where(p => p.Text("path") is not { } prefix || path.StartsWith(prefix, StringComparison.Ordinal))
        .MaxBy(p => p.Text("path")?.Length ?? 0)?.Text("backend", "service", "name");

    private static IEnumerable<JsonObject> Paths(JsonObject ingress) => ingress.List("spec", "rules").SelectMany(r => r.List("http", "paths"));

    private ServiceAnswer Behind(JsonObject? service, string name, ServiceRequest request, bool html)
    {
        if (service is not null && apis.Ask(service, request) is { } answer) return answer;
        return html
            ? ServiceAnswer.Text("<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n", "text/html", 503)
            : ServiceAnswer.Error(503, "service_unavailable", $"No pod behind the service {name} is ready.");
    }

    private static ServiceAnswer NoSuchHost() => ServiceAnswer.Text("default backend - 404", status: 404);

    private static string Bare(string host) => host.LastIndexOf(':') is var colon and > 0 ? host[..colon] : host;
}
