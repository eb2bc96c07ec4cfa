using System.Text.Json;
using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Store;

namespace OpsPortal.Sandbox.Api.Validating;

/// <summary>Refuses what the API server would refuse, as far as people run into it.</summary>
internal static class Validation
{
    private static readonly Dictionary<string, Func<JsonObject, JsonObject?, IEnumerable<FieldError>>> ByKind = new()
    {
        [ResourceTypes.Pods.Id] = PodRules.Pod,
        [ResourceTypes.Deployments.Id] = WorkloadRules.Replicated,
        [ResourceTypes.ReplicaSets.Id] = WorkloadRules.Replicated,
        [ResourceTypes.StatefulSets.Id] = WorkloadRules.StatefulSet,
        [ResourceTypes.DaemonSets.Id] = WorkloadRules.Templated,
        [ResourceTypes.Jobs.Id] = WorkloadRules.Job,
        [ResourceTypes.Services.Id] = NetworkRules.Service,
        [ResourceTypes.Ingresses.Id] = NetworkRules.Ingress,
        [ResourceTypes.HorizontalPodAutoscalers.Id] = AutoscalerRules.Check,
        [ResourceTypes.ConfigMaps.Id] = DataRules.ConfigMap,
        [ResourceTypes.Secrets.Id] = DataRules.Secret,
        [ResourceTypes.RoleBindings.Id] = DataRules.Binding,
        [ResourceTypes.ClusterRoleBindings.Id] = DataRules.Binding,
    };

    /// <param name="before">The object as it stood; null where it is new.</param>
    /// <exception cref="ApiError">422 with every error, 400 where a field is of the wrong type.</exception>
    public static void Check(ResourceType type, JsonObject value, JsonObject? before)
    {
        FieldTypes.Check(type, value);
        var errors = new List<FieldError>();
        if (before is null && Names.Check(type, value.Name()) is { } bad) errors.Add(bad);
        errors.AddRange(Labels(value));
        if (ByKind.TryGetValue(type.Id, out var rules)) errors.AddRange(rules(value, before));
        if (errors.Count > 0) throw FieldError.Refuse(type, value.Name(), errors);
    }

    private static IEnumerable<FieldError> Labels(JsonObject value)
    {
        foreach (var (_, label) in value.Map("metadata.labels"))
            if (label.Length > 63 || label.Length > 0 && !(char.IsAsciiLetterOrDigit(label[0]) && char.IsAsciiLetterOrDigit(label[^1]) && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')))
                yield return FieldError.Invalid("metadata.labels", $"\"{label}\"",
                    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')");
    }

    /// <summary>As Go prints a value in such a message.</summary>
    internal static string Print(JsonNode? value) => value?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => $"\"{value.GetValue<string>()}\"",
        _ => value.ToJsonString(),
    };
}
