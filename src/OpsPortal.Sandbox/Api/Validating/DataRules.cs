using System.Text.Json.Nodes;
using OpsPortal.Sandbox.Api.Errors;

namespace OpsPortal.Sandbox.Api.Validating;

internal static class DataRules
{
    public static IEnumerable<FieldError> ConfigMap(JsonObject value, JsonObject? before)
    {
        foreach (var key in value.Map("data").Keys.Where(k => !IsKey(k)))
            yield return FieldError.Invalid($"data[{key}]", $"\"{key}\"", "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')");
        if (before is not null && before.Flag("immutable") && (!value.Flag("immutable") || !JsonNode.DeepEquals(value["data"], before["data"])))
            yield return FieldError.Forbidden("data", "field is immutable when `immutable` is set");
    }

    public static IEnumerable<FieldError> Secret(JsonObject value, JsonObject? before)
    {
        foreach (var error in ConfigMap(value, before)) yield return error;
        if (before is not null && before.Text("type") != value.Text("type"))
            yield return FieldError.Invalid("type", $"\"{value.Text("type")}\"", "field is immutable");
        foreach (var (key, data) in value.Map("data"))
            if (!IsBase64(data)) yield return FieldError.Invalid($"data[{key}]", "\"<not shown>\"", "must be base64 text");
    }

    public static IEnumerable<FieldError> Binding(JsonObject value, JsonObject? before)
    {
        if (value.Text("roleRef.name") is not { Length: > 0 }) yield return FieldError.Required("roleRef.name");
        if (before is not null && !JsonNode.DeepEquals(value["roleRef"], before["roleRef"]))
            yield return FieldError.Invalid("roleRef", $"rbac.RoleRef{{APIGroup:\"{value.Text("roleRef.apiGroup")}\", Kind:\"{value.Text("roleRef.kind")}\", Name:\"{value.Text("roleRef.name")}\"}}", "cannot change roleRef");
    }

    private static bool IsKey(string key) => key.Length is > 0 and <= 253 && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');

    private static bool IsBase64(string text) => Convert.TryFromBase64String(text, new byte[text.Length], out _);
}
