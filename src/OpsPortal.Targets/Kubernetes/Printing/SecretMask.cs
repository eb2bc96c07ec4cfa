using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes.Printing;

/// <summary>Takes the values out of Secrets before they are printed, and out of the copy that <c>apply</c> leaves in an annotation.</summary>
internal static class SecretMask
{
    private const string LastApplied = "kubectl.kubernetes.io/last-applied-configuration";

    public static bool Concerns(ApiResource resource) => resource is { Group: "", Name: "secrets" };

    /// <summary>A copy whose values only tell their size.</summary>
    public static JsonObject Apply(JsonObject secret)
    {
        var copy = (JsonObject)secret.DeepClone();
        Values(copy);
        if (copy.At("metadata", "annotations") is JsonObject annotations && annotations.TextAt(LastApplied) is { } applied) annotations[LastApplied] = Annotation(applied);
        return copy;
    }

    /// <summary>Whether it holds anything that is masked.</summary>
    public static bool Hides(JsonObject secret) =>
        secret["stringData"] is JsonObject { Count: > 0 } || (secret["data"] is JsonObject data && data.Any(p => !IsPublic(p.Key, p.Value.TextAt())));

    /// <summary>A certificate is shown to everybody who connects; only what is PEM certificates and nothing else counts.</summary>
    private static bool IsPublic(string key, string? data)
    {
        if (!key.EndsWith(".crt", StringComparison.Ordinal) || data is null) return false;
        var buffer = new byte[data.Length];
        if (!Convert.TryFromBase64String(data, buffer, out var bytes)) return false;
        var text = Encoding.ASCII.GetString(buffer, 0, bytes);
        return text.TrimStart().StartsWith("-----BEGIN CERTIFICATE-----", StringComparison.Ordinal)
            && text.Split("-----BEGIN ").Skip(1).All(block => block.StartsWith("CERTIFICATE-----", StringComparison.Ordinal));
    }

    /// <summary>Bytes of a value in <c>data</c>, which is base64.</summary>
    public static int Size(string? data)
    {
        var buffer = new byte[data?.Length ?? 0];
        return Convert.TryFromBase64String(data ?? "", buffer, out var bytes) ? bytes : buffer.Length;
    }

    private static string Annotation(string applied)
    {
        try
        {
            if (JsonNode.Parse(applied) is JsonObject body)
            {
                Values(body);
                return body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            }
        }
        catch (JsonException)
        {
            // Not what apply writes: nothing of it is shown.
        }
        return Masked(Encoding.UTF8.GetByteCount(applied));
    }

    private static void Values(JsonObject body)
    {
        if (body["data"] is JsonObject data)
            foreach (var key in data.Where(p => !IsPublic(p.Key, p.Value.TextAt())).Select(p => p.Key).ToList()) data[key] = Masked(Size(data[key].TextAt()));
        if (body["stringData"] is JsonObject texts)
            foreach (var key in texts.Select(p => p.Key).ToList()) texts[key] = Masked(Encoding.UTF8.GetByteCount(texts[key].TextAt() ?? ""));
    }

    private static string Masked(int bytes) => $"<masked, {bytes} bytes>";
}
