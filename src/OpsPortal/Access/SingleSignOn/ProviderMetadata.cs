using System.Text.Json;
using System.Text.Json.Serialization;

namespace OpsPortal.Access;

/// <summary>A provider's discovery document and keys (OpenID Connect Discovery 1.0), kept for some hours.</summary>
internal sealed class ProviderMetadata(HttpClient http, string authority, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(12);

    /// <summary>Keys change; who sends tokens with unknown keys must not make us ask at every one.</summary>
    private static readonly TimeSpan LeastLife = TimeSpan.FromMinutes(1);
    private readonly SemaphoreSlim gate = new(1, 1);
    private (Provider Provider, DateTimeOffset At)? kept;

    /// <param name="anew">A key was not found in what is kept.</param>
    /// <exception cref="HttpRequestException">The provider does not answer.</exception>
    /// <exception cref="JsonException">Its answer is none.</exception>
    public async ValueTask<Provider> ReadAsync(bool anew, CancellationToken cancellation)
    {
        if (kept is { } fresh && !anew && time.GetUtcNow() - fresh.At < Life) return fresh.Provider;
        await gate.WaitAsync(cancellation);
        try
        {
            if (kept is { } other && time.GetUtcNow() - other.At < (anew ? LeastLife : Life)) return other.Provider;
            var document = await http.GetFromJsonAsync<DiscoveryDocument>(authority.TrimEnd('/') + "/.well-known/openid-configuration", cancellation) ?? throw new JsonException("The discovery document is empty.");
            if (document.Issuer.TrimEnd('/') != authority.TrimEnd('/')) throw new JsonException($"The discovery document is of {document.Issuer}, not of {authority}.");
            var keys = await http.GetFromJsonAsync<JsonElement>(document.KeysAddress, cancellation);
            var provider = new Provider(document, [.. keys.GetProperty("keys").EnumerateArray().Select(k => k.Clone())]);
            kept = (provider, time.GetUtcNow());
            return provider;
        }
        finally { gate.Release(); }
    }

    public void Dispose() => gate.Dispose();
}

internal sealed record Provider(DiscoveryDocument Document, IReadOnlyList<JsonElement> Keys);

internal sealed record DiscoveryDocument(
    [property: JsonPropertyName("issuer"), JsonRequired] string Issuer,
    [property: JsonPropertyName("authorization_endpoint"), JsonRequired] string AuthorizationEndpoint,
    [property: JsonPropertyName("token_endpoint"), JsonRequired] string TokenEndpoint,
    [property: JsonPropertyName("jwks_uri"), JsonRequired] string KeysAddress,
    [property: JsonPropertyName("userinfo_endpoint")] string? UserInfoEndpoint);
