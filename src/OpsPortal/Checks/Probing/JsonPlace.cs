using System.Text.Json;

namespace OpsPortal.Checks.Probing;

/// <summary>What stands at a JSON pointer (RFC 6901).</summary>
internal static class JsonPlace
{
    /// <summary>As text: strings without their quotes, everything else as JSON. Null where nothing stands there.</summary>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string? Read(string json, string pointer)
    {
        using var document = JsonDocument.Parse(json);
        var at = document.RootElement;
        foreach (var token in pointer.Split('/').Skip(1).Select(t => t.Replace("~1", "/").Replace("~0", "~")))
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(token, out var member)) at = member;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(token, out var index) && index >= 0 && index < at.GetArrayLength()) at = at[index];
            else return null;
        return at.ValueKind == JsonValueKind.String ? at.GetString() : at.GetRawText();
    }
}
