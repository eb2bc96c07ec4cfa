using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace OpsPortal.Targets.Kubernetes.Describing;

/// <summary>Environment variables of a container: values that stand in the open, and where the others come from.</summary>
internal static partial class EnvironmentDescription
{
    public static void Write(DescriptionWriter writer, JsonObject container, JsonObject? pod)
    {
        var sources = container.Objects("envFrom").ToList();
        if (sources.Count > 0) writer.Line(2, "Environment Variables from:");
        foreach (var source in sources)
        {
            var (kind, reference) = source["configMapRef"] is { } map ? ("ConfigMap", map) : ("Secret", source["secretRef"]);
            var prefix = source.TextAt("prefix") is { Length: > 0 } text ? $" with prefix '{text}'" : "";
            writer.Line(3, $"{reference.TextAt("name")}\t{kind}{prefix}\tOptional: {Truth(reference.FlagAt("optional"))}");
        }
        var variables = container.Objects("env").ToList();
        writer.Line(2, variables.Count == 0 ? "Environment:\t<none>" : "Environment:");
        foreach (var variable in variables) Write(writer, variable, container, pod);
    }

    private static void Write(DescriptionWriter writer, JsonObject variable, JsonObject container, JsonObject? pod)
    {
        var name = variable.TextAt("name");
        switch (variable["valueFrom"])
        {
            case null:
                var lines = (variable.TextAt("value") ?? "").Split('\n');
                for (var i = 0; i < lines.Length; i++) writer.Line(3, i == 0 ? $"{name}:\t{lines[i]}" : $"\t{lines[i]}");
                break;
            case JsonObject from when from["fieldRef"] is { } field:
                writer.Line(3, $"{name}:\t{Field(pod, field.TextAt("fieldPath"))} ({field.TextAt("apiVersion") ?? "v1"}:{field.TextAt("fieldPath")})");
                break;
            case JsonObject from when from["resourceFieldRef"] is { } amount:
                writer.Line(3, $"{name}:\t{Amount(container, amount.TextAt("resource"))} ({amount.TextAt("resource")})");
                break;
            case JsonObject from when from["secretKeyRef"] is { } secret:
                writer.Line(3, $"{name}:\t<set to the key '{secret.TextAt("key")}' in secret '{secret.TextAt("name")}'>\tOptional: {Truth(secret.FlagAt("optional"))}");
                break;
            case JsonObject from when from["configMapKeyRef"] is { } map:
                writer.Line(3, $"{name}:\t<set to the key '{map.TextAt("key")}' of config map '{map.TextAt("name")}'>\tOptional: {Truth(map.FlagAt("optional"))}");
                break;
        }
    }

    public static string Truth(bool value) => value ? "true" : "false";

    private static string? Field(JsonObject? pod, string? path)
    {
        if (pod is null || path is null) return null;
        var entry = MapEntry().Match(path);
        return entry.Success ? pod.TextAt("metadata", entry.Groups[1].Value, entry.Groups[2].Value) : pod.TextAt(path.Split('.'));
    }

    private static string? Amount(JsonObject container, string? resource)
    {
        var amount = resource?.Split('.') is [var list, var name] ? container.TextAt("resources", list, name) : null;
        return amount ?? (resource is "limits.cpu" or "limits.memory" ? "node allocatable" : "0");
    }

    [GeneratedRegex(@"^metadata\.(labels|annotations)\['(.+)'\]$")]
    private static partial Regex MapEntry();
}
