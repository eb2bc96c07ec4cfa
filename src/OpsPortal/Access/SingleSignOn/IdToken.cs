using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OpsPortal.Access;

/// <summary>What a provider says of a person, signed (OpenID Connect Core 1.0, 3.1.3.7). Pure.</summary>
internal static class IdToken
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(2);

    /// <summary>The claims, or why they are not believed.</summary>
    public static Result<JsonElement> Check(string token, Provider provider, string clientId, string nonce, DateTimeOffset now)
    {
        try
        {
            var parts = token.Split('.');
            if (parts.Length != 3) return Refused("it is no signed token");
            if (!IsSigned(parts, provider.Keys)) return Refused("its signature is of no key of the provider") with { Field = SignatureField };
            var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1])).RootElement;
            return Wrong(claims, provider.Document.Issuer, clientId, nonce, now) is { } why ? Refused(why) : claims;
        }
        catch (Exception e) when (e is FormatException or JsonException or KeyNotFoundException or InvalidOperationException or CryptographicException)
        {
            return Refused("it cannot be read");
        }
    }

    /// <summary>Marks a refusal that other keys could change.</summary>
    public const string SignatureField = "signature";

    private static string? Wrong(JsonElement claims, string issuer, string clientId, string nonce, DateTimeOffset now)
    {
        if (claims.GetProperty("iss").GetString() != issuer) return "it is from another issuer";
        var audience = claims.GetProperty("aud");
        List<string?> audiences = audience.ValueKind == JsonValueKind.Array ? [.. audience.EnumerateArray().Select(a => a.GetString())] : [audience.GetString()];
        if (!audiences.Contains(clientId)) return "it is for another application";
        var party = claims.TryGetProperty("azp", out var azp) ? azp.GetString() : null;
        if (audiences.Count > 1 && party is null || party is not null && party != clientId) return "it was issued to another application";
        if (Time(claims, "exp") is not { } ends || ends + Skew < now) return "it has expired";
        if (Time(claims, "nbf") is { } begins && begins - Skew > now) return "it is not valid yet";
        var said = claims.TryGetProperty("nonce", out var n) ? n.GetString() ?? "" : "";
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(said), Encoding.UTF8.GetBytes(nonce))) return "it does not belong to this sign-in";
        return string.IsNullOrEmpty(claims.GetProperty("sub").GetString()) ? "it names nobody" : null;
    }

    private static DateTimeOffset? Time(JsonElement claims, string name) =>
        claims.TryGetProperty(name, out var value) ? DateTimeOffset.UnixEpoch.AddSeconds(Math.Clamp(value.GetDouble(), 0, 1e11)) : null;

    private static bool IsSigned(string[] parts, IReadOnlyList<JsonElement> keys)
    {
        var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0])).RootElement;
        var algorithm = header.GetProperty("alg").GetString() ?? "";
        var id = header.TryGetProperty("kid", out var kid) ? kid.GetString() : null;
        var (data, signature) = (Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]));
        return keys.Any(key => (id is null || Text(key, "kid") is not { } named || named == id) && Text(key, "use") is null or "sig" && Verifies(key, algorithm, data, signature));
    }

    // No "none", and no shared secrets: only what the provider alone can make.
    private static bool Verifies(JsonElement key, string algorithm, byte[] data, byte[] signature)
    {
        HashAlgorithmName? hash = algorithm.Length == 5 ? algorithm[2..] switch { "256" => HashAlgorithmName.SHA256, "384" => HashAlgorithmName.SHA384, "512" => HashAlgorithmName.SHA512, _ => null } : null;
        if (hash is not { } how) return false;
        switch (algorithm[..2])
        {
            case "RS" or "PS" when Text(key, "kty") == "RSA":
                using (var rsa = RSA.Create(new RSAParameters { Modulus = Bytes(key, "n"), Exponent = Bytes(key, "e") }))
                    return rsa.VerifyData(data, signature, how, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
            case "ES" when Text(key, "kty") == "EC":
                var curve = Text(key, "crv") switch { "P-256" => ECCurve.NamedCurves.nistP256, "P-384" => ECCurve.NamedCurves.nistP384, "P-521" => ECCurve.NamedCurves.nistP521, _ => throw new FormatException("unknown curve") };
                using (var ec = ECDsa.Create(new ECParameters { Curve = curve, Q = new() { X = Bytes(key, "x"), Y = Bytes(key, "y") } }))
                    return ec.VerifyData(data, signature, how, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
            default:
                return false;
        }
    }

    private static string? Text(JsonElement key, string name) => key.TryGetProperty(name, out var value) ? value.GetString() : null;
    private static byte[] Bytes(JsonElement key, string name) => Base64Url.DecodeFromChars(key.GetProperty(name).GetString());
    private static Problem Refused(string why) => Problem.Forbidden($"What the provider said is not believed: {why}.");
}
