using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>Addresses in messages. Whoever has the link of a page may acknowledge that page for a week, and nothing else.</summary>
public sealed class PageLinks(IDataProtectionProvider protection, PagingLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(7);
    private readonly IDataProtector protector = protection.CreateProtector("OpsPortal.OnCall.Pages");

    public Uri? Acknowledge(Page page)
    {
        if (limits.Address is not { } portal) return null;
        // Number of the page, then the second in which the link ends.
        var content = new byte[16];
        BinaryPrimitives.WriteInt64BigEndian(content, page.Id);
        BinaryPrimitives.WriteInt64BigEndian(content.AsSpan(8), (time.GetUtcNow() + Lasts).ToUnixTimeSeconds());
        return new(portal, $"/p/{WebEncoders.Base64UrlEncode(protector.Protect(content))}");
    }

    public Uri? Incident(Page page) => limits.Address is { } portal && (page.Incident is { } number ? string.Create(CultureInfo.InvariantCulture, $"/incidents/{number}") : page.Address) is { } path ? new(portal, path) : null;

    /// <summary>Number of the page; null where the link is not ours or too old.</summary>
    public long? Read(string token)
    {
        try
        {
            var content = protector.Unprotect(WebEncoders.Base64UrlDecode(token));
            return content.Length == 16 && BinaryPrimitives.ReadInt64BigEndian(content.AsSpan(8)) > time.GetUtcNow().ToUnixTimeSeconds() ? BinaryPrimitives.ReadInt64BigEndian(content) : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException)
        {
            return null;
        }
    }
}
