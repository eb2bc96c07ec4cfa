using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsPortal.OnCall.Channels;

/// <summary>A JSON body with the HMAC-SHA256 of exactly its bytes, so that the receiver knows who sent it, and when.</summary>
internal static class SignedRequest
{
    public const string Signature = "X-OpsPortal-Signature";
    public const string Timestamp = "X-OpsPortal-Timestamp";
    public const string Key = "Idempotency-Key";

    /// <summary>After these the method is switched off.</summary>
    public static bool IsGone(HttpStatusCode status) => status is HttpStatusCode.NotFound or HttpStatusCode.Gone or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized;

    public static HttpRequestMessage Of(MethodAddress to, ChannelMessage message, MethodKind kind, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        // The time is in what is signed: an old message sent again by somebody else shows its age.
        var body = JsonSerializer.SerializeToUtf8Bytes(new Body(message.Key, seconds, JsonNamingPolicy.CamelCase.ConvertName($"{kind}"), to.To, message.Title, message.Text, message.Link?.ToString(), message.Urgent), JsonSerializerOptions.Web);
        var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } } };
        request.Headers.Add(Signature, $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(to.Secret ?? ""), body))}");
        request.Headers.Add(Timestamp, seconds.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(Key, message.Key);
        return request;
    }

    /// <param name="Timestamp">Seconds since 1970.</param>
    /// <param name="To">Telephone number; null for a webhook of one's own.</param>
    private sealed record Body(string Id, long Timestamp, string Kind, string? To, string Title, string Text, string? Link, bool Urgent);
}

/// <summary>A signed request to an address of one's own, or to a provider that sends text messages or calls.</summary>
internal sealed class SignedChannel(MethodKind kind, Outbound outbound, TimeProvider time) : IChannel
{
    public MethodKind Kind => kind;
    public bool Idempotent => true;
    public string? NotConfigured => null;

    public async Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
    {
        using var request = SignedRequest.Of(to, message, kind, time.GetUtcNow());
        return await outbound.SendAsync(request, SignedRequest.IsGone, cancellation);
    }
}
