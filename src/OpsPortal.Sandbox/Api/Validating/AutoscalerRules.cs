using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Validating;

internal static class AutoscalerRules
{
    public static IEnumerable<FieldError> Check(JsonObject value, JsonObject? before)
    {
        var (least, most) = (value.Number("spec.minReplicas") ?? 1, value.Number("spec.maxReplicas") ?? 0);
        if (value.Text("spec.scaleTargetRef.kind") is not { Length: > 0 }) yield return FieldError.Required("spec.scaleTargetRef.kind");
        if (value.Text("spec.scaleTargetRef.name") is not { Length: > 0 }) yield return FieldError.Required("spec.scaleTargetRef.name");
        if (least < 1) yield return FieldError.Invalid("spec.minReplicas", $"{least}", "must be greater than or equal to 1");
        if (most < 1) yield return FieldError.Invalid("spec.maxReplicas", $"{most}", "must be greater than 0");
        if (most < least) yield return FieldError.Invalid("spec.maxReplicas", $"{most}", "must be greater than or equal to `minReplicas`");
    }
}
