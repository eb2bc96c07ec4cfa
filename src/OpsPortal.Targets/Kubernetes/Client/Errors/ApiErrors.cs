using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>An error answer → <see cref="KubernetesApiException"/> in the API's own words, and what to do.</summary>
internal static class ApiErrors
{
    /// <exception cref="NotKubernetesException">The answer did not come from an API server.</exception>
    public static KubernetesApiException Of(
        HttpStatusCode code, string? mediaType, ReadOnlySpan<byte> body, TimeSpan? retryAfter, ClusterConnection connection)
    {
        if (StatusIn(body) is { } status)
            return Of(status, (int)code, retryAfter, connection);
        var text = Encoding.UTF8.GetString(body).Trim();
        if ((int)code is >= 300 and < 400 || NotKubernetesException.IsPage(mediaType, text))
            throw new NotKubernetesException(code, mediaType, text);
        var told = text.Length > 0 ? text[..Math.Min(text.Length, 1000)] : $"HTTP {(int)code} without an explanation";
        return Of(new JsonObject { ["message"] = told }, (int)code, retryAfter, connection, told: false);
    }

    /// <param name="status">A Status object, also one that came in a watch or over an exec channel.</param>
    public static KubernetesApiException Of(
        JsonObject status, int code, TimeSpan? retryAfter, ClusterConnection connection, bool told = true)
    {
        var reason = status.Text("reason") ?? DefaultReason(code);
        var message = status.Text("message") is { Length: > 0 } text ? text : $"HTTP {code} {reason}";
        var hint = ErrorHints.For(code, reason, status, connection);
        return new(hint is null ? message : $"{message.TrimEnd('.')}. {hint}", code, reason, told ? status : null)
        {
            RetryAfter = retryAfter ?? (status.Map("details").Number("retryAfterSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(seconds) : null),
        };
    }

    private static JsonObject? StatusIn(ReadOnlySpan<byte> body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject status && status.Text("kind") == "Status" ? status : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string DefaultReason(int code) => code switch
    {
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        409 => "Conflict",
        410 => "Gone",
        422 => "Invalid",
        429 => "TooManyRequests",
        503 => "ServiceUnavailable",
        504 => "Timeout",
        _ => "InternalError",
    };
}
