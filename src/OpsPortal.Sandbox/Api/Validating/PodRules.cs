using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Validating;

internal static class PodRules
{
    public static IEnumerable<FieldError> Pod(JsonObject pod, JsonObject? before)
    {
        foreach (var error in Spec(pod.At("spec"), "spec")) yield return error;
        if (before is not null && !JsonNode.DeepEquals(Fixed(pod), Fixed(before)))
            yield return FieldError.Forbidden("spec", "pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)");
    }

    public static IEnumerable<FieldError> Spec(JsonNode? spec, string at)
    {
        var containers = spec.Objects("containers");
        if (containers.Count == 0) yield return FieldError.Required($"{at}.containers");
        var names = new HashSet<string>();
        foreach (var list in new[] { "initContainers", "containers" })
            foreach (var (index, container) in spec.Objects(list).Index())
                foreach (var error in Container(container, $"{at}.{list}[{index}]", names)) yield return error;
        if (spec.Text("restartPolicy") is { } policy && policy is not ("Always" or "OnFailure" or "Never"))
            yield return FieldError.Unsupported($"{at}.restartPolicy", policy, "Always", "OnFailure", "Never");
        foreach (var (index, volume) in spec.Objects("volumes").Index())
            if (volume.Text("name") is not { Length: > 0 }) yield return FieldError.Required($"{at}.volumes[{index}].name");
    }

    private static IEnumerable<FieldError> Container(JsonObject container, string at, HashSet<string> names)
    {
        if (container.Text("name") is not { Length: > 0 } name) yield return FieldError.Required($"{at}.name");
        else if (Names.Label(name, $"{at}.name") is { } bad) yield return bad;
        else if (!names.Add(name)) yield return FieldError.Duplicate($"{at}.name", name);
        if (container.Text("image") is not { Length: > 0 }) yield return FieldError.Required($"{at}.image");
        foreach (var (index, port) in container.Objects("ports").Index())
            if (port.Number("containerPort") is not (> 0 and < 65536))
                yield return FieldError.Invalid($"{at}.ports[{index}].containerPort", Validation.Print(port["containerPort"]), "must be between 1 and 65535, inclusive");
        foreach (var (index, variable) in container.Objects("env").Index())
            if (variable.Text("name") is not { Length: > 0 }) yield return FieldError.Required($"{at}.env[{index}].name");
    }

    /// <summary>What of a pod's spec can never be changed; the scheduler's choice of a node is no change of the pod.</summary>
    private static JsonObject Fixed(JsonObject pod)
    {
        var spec = pod["spec"] is JsonObject there ? there.Copy() : [];
        foreach (var container in spec.Objects("containers").Concat(spec.Objects("initContainers"))) container.Remove("image");
        foreach (var free in new[] { "activeDeadlineSeconds", "tolerations", "terminationGracePeriodSeconds", "ephemeralContainers" }) spec.Remove(free);
        return spec;
    }
}
