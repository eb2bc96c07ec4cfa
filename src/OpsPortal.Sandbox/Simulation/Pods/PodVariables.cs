using System.Text;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Simulation.Pods;

/// <summary>The environment variables of a container, taken from config maps and secrets where it says so.</summary>
/// <param name="Missing">What a container cannot start for, as the kubelet words it; null where nothing is missing.</param>
internal sealed record PodVariables(IReadOnlyDictionary<string, string> Values, string? Missing)
{
    public string? this[string name] => Values.GetValueOrDefault(name);

    public static PodVariables Of(ClusterStore store, JsonObject pod, JsonObject container)
    {
        Dictionary<string, string> values = [];
        string? missing = null;
        foreach (var source in container.List("envFrom"))
        {
            var (data, what) = Data(store, pod.Namespace, source["configMapRef"] ?? source["secretRef"], source["secretRef"] is not null);
            if (data is null) missing ??= what;
            foreach (var (key, value) in data ?? []) values[source.Text("prefix") + key] = value;
        }
        foreach (var variable in container.List("env"))
        {
            var name = variable.Text("name") ?? "";
            if (variable["valueFrom"] is not JsonObject from)
            {
                values[name] = Expand(variable.Text("value") ?? "", values);
                continue;
            }
            if (from["fieldRef"] is JsonObject field)
            {
                values[name] = pod.Text([.. (field.Text("fieldPath") ?? "").Split('.')]) ?? "";
                continue;
            }
            var reference = from["configMapKeyRef"] ?? from["secretKeyRef"];
            var (data, what) = Data(store, pod.Namespace, reference, from["secretKeyRef"] is not null);
            var entry = (string?)reference?["key"] ?? "";
            if (data is null) missing ??= what;
            else if (data.TryGetValue(entry, out var value)) values[name] = value;
            else missing ??= $"couldn't find key {entry} in {(from["secretKeyRef"] is null ? "ConfigMap" : "Secret")} {pod.Namespace}/{(string?)reference?["name"]}";
        }
        return new(values, missing);
    }

    private static (Dictionary<string, string>? Data, string? Missing) Data(ClusterStore store, string? ns, JsonNode? reference, bool secret)
    {
        if (reference is not JsonObject named) return ([], null);
        var name = named.Text("name") ?? "";
        var found = store.Get(secret ? ResourceTypes.Secrets : ResourceTypes.ConfigMaps, ns, name);
        if (found is null)
            return named.Text("optional") == "true" ? ([], null) : (null, $"{(secret ? "secret" : "configmap")} \"{name}\" not found");
        var data = found.Texts("data");
        return (data.ToDictionary(d => d.Key, d => secret ? Decoded(d.Value) : d.Value), null);
    }

    private static string Decoded(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? Encoding.UTF8.GetString(bytes, 0, count) : "";
    }

    private static string Expand(string value, Dictionary<string, string> known)
    {
        foreach (var (name, replacement) in known)
            if (value.Contains('$')) value = value.Replace($"$({name})", replacement);
        return value;
    }
}
