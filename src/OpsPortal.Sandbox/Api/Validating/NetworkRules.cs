using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Validating;

internal static class NetworkRules
{
    public static IEnumerable<FieldError> Service(JsonObject service, JsonObject? before)
    {
        var type = service.Text("spec.type");
        if (type is not ("ClusterIP" or "ExternalName" or "LoadBalancer" or "NodePort"))
            yield return FieldError.Unsupported("spec.type", type ?? "", "ClusterIP", "ExternalName", "LoadBalancer", "NodePort");
        var ports = service.Objects("spec.ports");
        if (ports.Count == 0 && type != "ExternalName" && service.Text("spec.clusterIP") != "None") yield return FieldError.Required("spec.ports");
        foreach (var (index, port) in ports.Index())
        {
            if (port.Number("port") is not (> 0 and < 65536))
                yield return FieldError.Invalid($"spec.ports[{index}].port", Validation.Print(port["port"]), "must be between 1 and 65535, inclusive");
            if (ports.Count > 1 && port.Text("name") is not { Length: > 0 }) yield return FieldError.Required($"spec.ports[{index}].name");
        }
        if (before.Text("spec.clusterIP") is { Length: > 0 } address && before.Text("spec.type") != "ExternalName" && service.Text("spec.clusterIP") != address)
            yield return FieldError.Invalid("spec.clusterIPs[0]", $"[]string{{\"{service.Text("spec.clusterIP")}\"}}", "may not change once set");
    }

    public static IEnumerable<FieldError> Ingress(JsonObject ingress, JsonObject? before)
    {
        if (ingress.Objects("spec.rules").Count == 0 && ingress.At("spec.defaultBackend") is null)
            yield return FieldError.Invalid("spec", "\"\"", "either `defaultBackend` or `rules` must be specified");
        foreach (var (r, rule) in ingress.Objects("spec.rules").Index())
            foreach (var (p, path) in rule.Objects("http.paths").Index())
                if (path.Text("pathType") is not { Length: > 0 })
                    yield return FieldError.Required($"spec.rules[{r}].http.paths[{p}].pathType", "pathType must be specified");
    }
}
