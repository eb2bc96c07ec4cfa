using System.Text.Json.Nodes;
using OpsPortal.Runbooks.Actions.Kubernetes;

namespace OpsPortal.Targets.Kubernetes.Verbs;

/// <summary>Services and ingresses out of options.</summary>
internal static class NetworkBuilder
{
    public static JsonObject Service(KubernetesCreateObject action)
    {
        var labels = new JsonObject { ["app"] = action.ObjectName };
        var spec = new JsonObject { ["selector"] = labels.DeepClone(), ["type"] = action.Kind.Split(' ')[1] switch { "nodeport" => "NodePort", "loadbalancer" => "LoadBalancer", "externalname" => "ExternalName", _ => "ClusterIP" } };
        if (action.Values("tcp") is { Count: > 0 } ports) spec["ports"] = new JsonArray([.. ports.Select(p => Port(p, action.Value("node-port")))]);
        if (action.Value("clusterip") is { } address) spec["clusterIP"] = address;
        if (action.Value("external-name") is { } host) spec["externalName"] = host;
        var body = ObjectBuilders.Made("Service", action, ("spec", spec), ("status", new JsonObject { ["loadBalancer"] = new JsonObject() }));
        ((JsonObject)body["metadata"]!)["labels"] = labels;
        return body;
    }

    /// <summary><c>80</c> or <c>80:8080</c>.</summary>
    private static JsonObject Port(string text, string? nodePort)
    {
        var (port, target) = text.Split(':', 2) is [var left, var right] ? (left, right) : (text, text);
        var made = new JsonObject { ["name"] = text.Replace(':', '-'), ["port"] = ObjectBuilders.Number(port, "port"), ["protocol"] = "TCP", ["targetPort"] = ObjectBuilders.Amount(target) };
        if (nodePort is not null) made["nodePort"] = ObjectBuilders.Number(nodePort, "port");
        return made;
    }

    /// <summary><c>host/path*=service:port,tls=secret</c>.</summary>
    public static JsonObject Ingress(KubernetesCreateObject action)
    {
        var (rules, tls) = (new JsonArray(), new JsonArray());
        foreach (var rule in action.Values("rule"))
        {
            var (place, rest) = rule.Split('=', 2) is [var left, var right] ? (left, right) : throw new StepRefusal($"--rule wants host/path=service:port, and '{rule}' is not.");
            var parts = rest.Split(',');
            var slash = place.IndexOf('/');
            var (host, path) = slash < 0 ? (place, "") : (place[..slash], place[slash..]);
            var made = new JsonObject
            {
                ["http"] = new JsonObject
                {
                    ["paths"] = new JsonArray(new JsonObject { ["backend"] = Backend(parts[0]), ["path"] = path.TrimEnd('*') is { Length: > 0 } exact ? exact : "/", ["pathType"] = path.EndsWith('*') ? "Prefix" : "Exact" }),
                },
            };
            if (host.Length > 0) made["host"] = host;
            rules.Add(made);
            if (parts.Skip(1).FirstOrDefault(p => p == "tls" || p.StartsWith("tls=", StringComparison.Ordinal)) is { } secured)
            {
                var one = new JsonObject();
                if (host.Length > 0) one["hosts"] = new JsonArray(host);
                if (secured.Length > 4) one["secretName"] = secured[4..];
                tls.Add(one);
            }
        }
        var spec = new JsonObject();
        if (action.Value("class") is { } name) spec["ingressClassName"] = name;
        if (action.Value("default-backend") is { } backend) spec["defaultBackend"] = Backend(backend);
        if (rules.Count > 0) spec["rules"] = rules;
        if (tls.Count > 0) spec["tls"] = tls;
        var body = ObjectBuilders.Made("Ingress", action, ("spec", spec), ("status", new JsonObject { ["loadBalancer"] = new JsonObject() }));
        if (action.Values("annotation") is { Count: > 0 } notes) ((JsonObject)body["metadata"]!)["annotations"] = new JsonObject(notes.Select(n => n.Split('=', 2)).Select(n => KeyValuePair.Create(n[0], (JsonNode?)JsonValue.Create(n.ElementAtOrDefault(1) ?? ""))));
        return body;
    }

    private static JsonObject Backend(string text)
    {
        if (text.Split(':', 2) is not [var service, var port]) throw new StepRefusal($"'{text}' names no service with its port: write service:80.");
        var number = ObjectBuilders.Amount(port);
        return new() { ["service"] = new JsonObject { ["name"] = service, ["port"] = new JsonObject { [number.GetValueKind() == System.Text.Json.JsonValueKind.Number ? "number" : "name"] = number } } };
    }
}
