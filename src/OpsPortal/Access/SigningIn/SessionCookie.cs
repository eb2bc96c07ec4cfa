using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OpsPortal.Access;

/// <summary>Writes the session into the cookie: a new one at each sign-in.</summary>
internal static class SessionCookie
{
    public static async Task BeginAsync(CookieSigningInContext context)
    {
        if (context.Principal is not { Identity: ClaimsIdentity identity } principal || principal.Id() is not { } user) return;
        var http = context.HttpContext;
        var before = http.User.ToActor() is { Session: { } old } actor && actor.Id == user ? old : (Guid?)null;
        var session = await http.RequestServices.GetRequiredService<Sessions>().BeginAsync(
            user, http.Request.Headers.UserAgent.ToString(), http.Connection.RemoteIpAddress?.ToString() ?? "", before, http.RequestAborted);
        if (identity.FindFirst(ActorClaims.Session) is { } stale) identity.RemoveClaim(stale);
        identity.AddClaim(new(ActorClaims.Session, $"{session}"));
    }

    /// <summary>In place of Identity's security stamp: a session is revoked by its id, at once; the stamp would come half an hour late.</summary>
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var standings = context.HttpContext.RequestServices.GetRequiredService<Standings>();
        // A cookie without a session is from before there were any: nobody could revoke it.
        if (context.Principal?.Id() is { } user && context.Principal.Id(ActorClaims.Session) is { } session
            && (await standings.OfAsync(new(user, session), context.HttpContext.RequestAborted)).Now.Ended is null) return;
        context.RejectPrincipal();
    }
}
