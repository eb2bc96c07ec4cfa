using OpsPortal.Runbooks;

namespace OpsPortal.Incidents.Alerts.Grouping;

/// <summary>Values for a runbook's steps, from the labels of an alert. Pure.</summary>
public static class LabelParameters
{
    /// <summary>What the labels of exporters mean: <c>kubernetes_pod_name</c> is a pod.</summary>
    private static readonly Dictionary<string, string[]> Known = new()
    {
        ["namespace"] = ["namespace", "kubernetes_namespace", "exported_namespace", "kube_namespace"],
        ["pod"] = ["pod", "pod_name", "kubernetes_pod_name", "exported_pod"],
        ["deployment"] = ["deployment", "deployment_name", "workload"],
        ["statefulset"] = ["statefulset"],
        ["daemonset"] = ["daemonset"],
        ["service"] = ["service", "service_name", "exported_service", "app", "app_kubernetes_io_name"],
        ["container"] = ["container", "container_name", "exported_container"],
        ["node"] = ["node", "node_name", "kubernetes_node", "nodename"],
        ["job"] = ["job_name", "exported_job", "job"],
        ["persistentvolumeclaim"] = ["persistentvolumeclaim"],
        ["instance"] = ["instance", "source", "host", "hostname"],
        ["cluster"] = ["cluster"],
    };

    /// <param name="parameters">Of the runbook; none where it is not known, and the labels keep their usual names.</param>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<Parameter> parameters, IReadOnlyDictionary<string, string> labels)
    {
        Dictionary<string, string> values = [];
        foreach (var (name, from) in Known)
            if (First(labels, from) is { } value) values[name] = value;
        foreach (var parameter in parameters.Where(p => !p.Secret))
            if (Value(parameter, labels) is { } value) values[parameter.Name] = value;
        return values;
    }

    private static string? Value(Parameter parameter, IReadOnlyDictionary<string, string> labels)
    {
        var plain = Plain(parameter.Name);
        // The same name in another spelling: POD_NAME, pod-name, <pod name>.
        foreach (var (label, value) in labels.OrderBy(l => l.Key, StringComparer.Ordinal))
            if (value.Length > 0 && Plain(label) == plain) return value;
        if (Known.TryGetValue(plain, out var from) && First(labels, from) is { } named) return named;
        var kind = parameter.Kind.StartsWith("kubernetes.", StringComparison.Ordinal) ? parameter.Kind["kubernetes.".Length..].ToLowerInvariant() : null;
        return kind is not null && Known.TryGetValue(kind, out from) ? First(labels, from) : null;
    }

    private static string? First(IReadOnlyDictionary<string, string> labels, string[] names) => names.Select(n => labels.GetValueOrDefault(n)).FirstOrDefault(v => !string.IsNullOrEmpty(v));

    private static string Plain(string name)
    {
        var plain = string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
        return plain.Length > 4 && plain.EndsWith("name", StringComparison.Ordinal) ? plain[..^4] : plain;
    }
}
