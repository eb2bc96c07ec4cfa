using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using OpsPortal.Access;
using OpsPortal.StatusPage.Pages;
using OpsPortal.Storage;

namespace OpsPortal.StatusPage.Showing;

/// <summary>Who may read a page, asked of each request. Somebody who may not gets the same answer as for a page that is not there, but for pages that ask for a sign-in.</summary>
/// <param name="Inside">The reader is signed in: they see what statements rest on.</param>
/// <param name="SignIn">It is there for whoever signs in.</param>
internal sealed record PageDoor(PageView? Page, Board.Shown Shown, bool Inside, bool SignIn)
{
    private const string PortalCookie = "opsportal";

    public static async Task<PageDoor> OpenAsync(HttpContext context, string? slug)
    {
        var shown = context.RequestServices.GetRequiredService<Board>().Now;
        var page = shown.Find(slug);
        var inside = await SignedInAsync(context, shown);
        if (page is null || page.Audience == PageAudience.Everybody || inside) return new(page, shown, inside, false);
        if (page.Audience == PageAudience.SignedIn) return new(null, shown, false, true);
        return HasLink(context, page) ? new(page, shown, false, false) : new(null, shown, false, false);
    }

    /// <summary>Where the secret stands in the address it goes into a cookie of this page, and the address is clean again.</summary>
    public static string? KeepLink(HttpContext context, PageView page)
    {
        if (page.Audience != PageAudience.Link || context.Request.Query["key"].ToString() is not { Length: > 0 } secret || !Matches(secret, page)) return null;
        context.Response.Cookies.Append(Cookie(page), secret, new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = $"/status/{page.Slug}", MaxAge = TimeSpan.FromDays(365) });
        return $"/status/{page.Slug}";
    }

    private static bool HasLink(HttpContext context, PageView page) =>
        Matches(context.Request.Query["key"].ToString(), page) || Matches(context.Request.Cookies[Cookie(page)], page);

    private static bool Matches(string? secret, PageView page) => secret is { Length: > 0 and <= 200 } && page.LinkHash is { } hash
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Hash(secret)), Encoding.ASCII.GetBytes(hash));

    internal static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    private static string Cookie(PageView page) => $"status-{page.Id:N}"[..23];

    /// <summary>Asked here and not for every request, because looking up a session needs the database, which a status page must not.</summary>
    private static async Task<bool> SignedInAsync(HttpContext context, Board.Shown shown)
    {
        if (shown.Away is not null || !context.Request.Cookies.ContainsKey(PortalCookie)) return false;
        try
        {
            var known = await context.AuthenticateAsync();
            return known.Succeeded && known.Principal.ToActor() is { } actor && actor.MaySomewhere(Permission.See);
        }
        catch (Exception e) when (DatabaseTrouble.Passes(e))
        {
            return false;
        }
    }
}
