using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.WebSockets;
using System.Security.Cryptography;
using System.Text;

namespace OpsPortal.Targets.Kubernetes;

/// <summary>
/// The opening of a WebSocket (RFC 6455, section 4) as an ordinary request, so that a refusal's body,
/// the API's own words, can be read; <see cref="ClientWebSocket"/> would drop it.
/// </summary>
internal static class WebSocketHandshake
{
    public static void Prepare(HttpRequestMessage message, IReadOnlyList<string> protocols)
    {
        message.Version = HttpVersion.Version11;
        message.VersionPolicy = HttpVersionPolicy.RequestVersionExact;
        message.Headers.TryAddWithoutValidation("Connection", "Upgrade");
        message.Headers.TryAddWithoutValidation("Upgrade", "websocket");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Version", "13");
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Key", Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)));
        message.Headers.TryAddWithoutValidation("Sec-WebSocket-Protocol", string.Join(", ", protocols));
    }

    /// <returns>Null where the answer does not complete the handshake.</returns>
    public static async Task<WebSocket?> CompleteAsync(HttpResponseMessage response, ApiRequest request, CancellationToken cancellation)
    {
        var key = response.RequestMessage?.Headers.GetValues("Sec-WebSocket-Key").Single();
        var protocol = Header(response, "Sec-WebSocket-Protocol");
        if (Header(response, "Sec-WebSocket-Accept") != Proof(key ?? "") || protocol is null || !request.WebSocketProtocols.Contains(protocol))
            return null;
        var stream = await response.Content.ReadAsStreamAsync(cancellation);
        return WebSocket.CreateFromStream(stream, new WebSocketCreationOptions { SubProtocol = protocol, KeepAliveInterval = TimeSpan.FromSeconds(30) });
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? values.First() : null;

    // SHA-1 because the RFC says so; it proves understanding, not identity.
    [SuppressMessage("Security", "CA5350", Justification = "RFC 6455")]
    private static string Proof(string key) =>
        Convert.ToBase64String(SHA1.HashData(Encoding.ASCII.GetBytes($"{key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11")));
}
