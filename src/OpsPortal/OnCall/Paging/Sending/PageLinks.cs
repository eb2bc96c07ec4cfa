using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.WebUtilities;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>Addresses in messages. Whoever has the link of a page may acknowledge that page for a week, and nothing else.</summary>
public sealed class PageLinks(IDataProtectionProvider protection, PagingLimits limits)
{
    private static readonly TimeSpan Lasts = TimeSpan.FromDays(7);
    private readonly ITimeLimitedDataProtector protector = protection.CreateProtector("OpsPortal.OnCall.Pages").ToTimeLimitedDataProtector();

    public Uri? Acknowledge(Page page) => limits.Address is { } portal
        ? new(portal, $"/p/{WebEncoders.Base64UrlEncode(protector.Protect(BitConverter.GetBytes(page.Id), Lasts))}") : null;

    public Uri? Incident(Page page) => limits.Address is { } portal && (page.Incident is { } number ? string.Create(CultureInfo.InvariantCulture, $"/incidents/{number}") : page.Address) is { } path ? new(portal, path) : null;

    /// <summary>Number of the page; null where the link is not ours or too old.</summary>
    public long? Read(string token)
    {
        try { return BitConverter.ToInt64(protector.Unprotect(WebEncoders.Base64UrlDecode(token))); }
        catch (Exception e) when (e is CryptographicException or FormatException or ArgumentException) { return null; }
    }
}
