using System.Buffers.Text;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsPortal.OnCall.Channels.Push;

/// <summary>
/// A notification of the browser, by its push service (RFC 8030, 8291, 8292). The message's key is both the topic, by which the service
/// replaces what it has not delivered yet, and the tag, by which the browser replaces what it shows: twice sent is once seen.
/// </summary>
internal sealed class WebPushChannel(Outbound outbound, PushKeys keys, IConfiguration configuration, TimeProvider time) : IChannel
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(6);
    private static readonly TimeSpan Signed = TimeSpan.FromHours(12);

    public MethodKind Kind => MethodKind.WebPush;
    public bool Idempotent => true;
    public string? NotConfigured => null;

    public async Task<Delivery> SendAsync(MethodAddress to, ChannelMessage message, CancellationToken cancellation)
    {
        string authorization;
        try
        {
            authorization = await AuthorizeAsync(new Uri(to.Url!), cancellation);
        }
        catch (CryptographicException)
        {
            return new Delivery.Permanent("The portal's key for browser notifications cannot be decrypted any more. Remove this method and add it again.");
        }
        using var request = new HttpRequestMessage(HttpMethod.Post, to.Url) { Content = new ByteArrayContent(PushEncryption.Encrypt(Body(message), to.P256dh!, to.Auth!)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        request.Content.Headers.ContentEncoding.Add("aes128gcm");
        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.Add("TTL", $"{Kept.TotalSeconds:0}");
        request.Headers.Add("Urgency", message.Urgent ? "high" : "normal");
        request.Headers.Add("Topic", Topic(message.Key));
        return await outbound.SendAsync(request, s => s is HttpStatusCode.NotFound or HttpStatusCode.Gone, cancellation);
    }

    private static byte[] Body(ChannelMessage message) => JsonSerializer.SerializeToUtf8Bytes(new
    {
        key = message.Key,
        title = PushEncryption.Cut(message.Title, 300),
        // A sign can take six bytes in JSON.
        text = PushEncryption.Cut(message.Text, (PushEncryption.MostText - 1_000) / 6),
        link = message.Link?.PathAndQuery,
        urgent = message.Urgent,
    }, JsonSerializerOptions.Web);

    /// <summary>A JSON web token for this push service alone.</summary>
    private async Task<string> AuthorizeAsync(Uri service, CancellationToken cancellation)
    {
        var (publicKey, key) = await keys.SigningAsync(cancellation);
        using (key)
        {
            var subject = configuration["Smtp:From"] is { Length: > 0 } from ? $"mailto:{from}" : "https://localhost";
            var claims = JsonSerializer.SerializeToUtf8Bytes(new { aud = service.GetLeftPart(UriPartial.Authority), exp = (time.GetUtcNow() + Signed).ToUnixTimeSeconds(), sub = subject });
            var token = $"{Base64Url.EncodeToString("""{"typ":"JWT","alg":"ES256"}"""u8)}.{Base64Url.EncodeToString(claims)}";
            return $"vapid t={token}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(token), HashAlgorithmName.SHA256))}, k={publicKey}";
        }
    }

    /// <summary>At most 32 signs of base64url (RFC 8030, 5.4).</summary>
    private static string Topic(string key) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 24));
}
