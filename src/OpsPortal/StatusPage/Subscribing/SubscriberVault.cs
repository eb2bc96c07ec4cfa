using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;
using OpsPortal.OnCall.Channels;
using OpsPortal.Secrets;

namespace OpsPortal.StatusPage.Subscribing;

/// <summary>Addresses of subscribers, encrypted, and the links that stand for one subscriber: to confirm for two days, to leave for good.</summary>
public sealed class SubscriberVault(IDataProtectionProvider protection, KnownSecrets known, StatusSettings settings)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(2);
    private readonly IDataProtector addresses = protection.CreateProtector("OpsPortal.StatusPage.Addresses");
    private readonly IDataProtector leaving = protection.CreateProtector("OpsPortal.StatusPage.Leave");
    private readonly ITimeLimitedDataProtector confirming = protection.CreateProtector("OpsPortal.StatusPage.Confirm").ToTimeLimitedDataProtector();

    public string Protect(MethodAddress address)
    {
        known.Note(address.Secrets);
        return addresses.Protect(JsonSerializer.Serialize(address, JsonSerializerOptions.Web));
    }

    /// <summary>Null where it was encrypted with a key that is gone.</summary>
    public MethodAddress? Reveal(Subscriber subscriber)
    {
        try
        {
            var address = JsonSerializer.Deserialize<MethodAddress>(addresses.Unprotect(subscriber.ProtectedAddress), JsonSerializerOptions.Web)!;
            known.Note(address.Secrets);
            return address;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>Finds a subscriber again, and nobody else: without the page's id in it, it tells nothing of other pages.</summary>
    public static string Hash(Guid page, MethodKind kind, MethodAddress address) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(page.ToByteArray(), Encoding.UTF8.GetBytes($"{kind} {(address.Url ?? address.To!).ToLowerInvariant()}")));

    public Uri? Confirm(Subscriber subscriber, string page) => settings.Address is { } root
        ? new(root, $"/status/{page}/confirm?token={WebEncoders.Base64UrlEncode(confirming.Protect(subscriber.Id.ToByteArray(), Lasts))}") : null;

    public Uri? Leave(Subscriber subscriber, string page) => settings.Address is { } root
        ? new(root, $"/status/{page}/unsubscribe?token={WebEncoders.Base64UrlEncode(leaving.Protect(subscriber.Id.ToByteArray()))}") : null;

    /// <summary>Null where the link is not ours or too old.</summary>
    public Guid? ReadConfirm(string? token) => Read(token, confirming.Unprotect);

    public Guid? ReadLeave(string? token) => Read(token, leaving.Unprotect);

    private static Guid? Read(string? token, Func<byte[], byte[]> unprotect)
    {
        try { return new Guid(unprotect(WebEncoders.Base64UrlDecode(token ?? ""))); }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException) { return null; }
    }
}
