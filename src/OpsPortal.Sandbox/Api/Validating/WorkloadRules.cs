using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;
using OpsPortal.Sandbox.Api.Selecting;

namespace OpsPortal.Sandbox.Api.Validating;

internal static class WorkloadRules
{
    public static IEnumerable<FieldError> Replicated(JsonObject value, JsonObject? before)
    {
        if (value.Number("spec.replicas") is < 0 and var replicas)
            yield return FieldError.Invalid("spec.replicas", $"{replicas}", "must be greater than or equal to 0");
        if (value.Text("spec.strategy.type") is { } strategy && strategy is not ("RollingUpdate" or "Recreate"))
            yield return FieldError.Unsupported("spec.strategy.type", strategy, "Recreate", "RollingUpdate");
        if (value.Text("spec.strategy.type") == "Recreate" && value.At("spec.strategy.rollingUpdate") is not null)
            yield return FieldError.Forbidden("spec.strategy.rollingUpdate", "may not be specified when strategy `type` is 'Recreate'");
        foreach (var error in Templated(value, before)) yield return error;
    }

    public static IEnumerable<FieldError> Templated(JsonObject value, JsonObject? before)
    {
        var selector = value.At("spec.selector");
        if (selector is not JsonObject { Count: > 0 }) yield return FieldError.Required("spec.selector");
        else if (before is not null && !JsonNode.DeepEquals(selector, before.At("spec.selector")))
            yield return FieldError.Invalid("spec.selector", GoSelector(selector), "field is immutable");
        else if (!ObjectSelector.Of(selector).Matches(value.Map("spec.template.metadata.labels")))
            yield return FieldError.Invalid("spec.template.metadata.labels", GoMap(value.Map("spec.template.metadata.labels")), "`selector` does not match template `labels`");
        foreach (var error in PodRules.Spec(value.At("spec.template.spec"), "spec.template.spec")) yield return error;
        if (value.Text("spec.template.spec.restartPolicy") is { } policy and ("OnFailure" or "Never"))
            yield return FieldError.Unsupported("spec.template.spec.restartPolicy", policy, "Always");
    }

    public static IEnumerable<FieldError> StatefulSet(JsonObject value, JsonObject? before)
    {
        foreach (var error in Replicated(value, before)) yield return error;
        if (before is not null && !JsonNode.DeepEquals(Fixed(value), Fixed(before)))
            yield return FieldError.Forbidden("spec", "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden");
    }

    public static IEnumerable<FieldError> Job(JsonObject value, JsonObject? before)
    {
        foreach (var error in PodRules.Spec(value.At("spec.template.spec"), "spec.template.spec")) yield return error;
        if (value.Text("spec.template.spec.restartPolicy") == "Always")
            yield return FieldError.Unsupported("spec.template.spec.restartPolicy", "Always", "OnFailure", "Never");
        if (before is not null && !JsonNode.DeepEquals(value.At("spec.template"), before.At("spec.template")))
            yield return FieldError.Invalid("spec.template", "core.PodTemplateSpec{}", "field is immutable");
    }

    private static JsonObject Fixed(JsonObject value)
    {
        var spec = value["spec"] is JsonObject there ? there.Copy() : [];
        foreach (var free in new[] { "replicas", "ordinals", "template", "updateStrategy", "persistentVolumeClaimRetentionPolicy", "minReadySeconds", "revisionHistoryLimit" }) spec.Remove(free);
        return spec;
    }

    private static string GoMap(IReadOnlyDictionary<string, string> map) =>
        $"map[string]string{(map.Count == 0 ? "(nil)" : $"{{{string.Join(", ", map.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"\"{l.Key}\":\"{l.Value}\""))}}}")}";

    private static string GoSelector(JsonNode selector) =>
        $"v1.LabelSelector{{MatchLabels:{GoMap(selector.Map("matchLabels"))}, MatchExpressions:[]v1.LabelSelectorRequirement(nil)}}";
}
