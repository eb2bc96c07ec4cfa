using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>Who a request comes from: the claims <see cref="ClaimTypes.NameIdentifier"/> (a GUID), <see cref="ClaimTypes.Name"/> and <see cref="ClaimTypes.Role"/>.</summary>
public static class ActorClaims
{
    /// <summary>Id of the sign-in session.</summary>
    public const string Session = "sid";

    /// <summary>Id of the API token.</summary>
    public const string Token = "token";

    /// <summary>Null where nobody is signed in, or where the claims are not ours.</summary>
    public static Actor? ToActor(this ClaimsPrincipal principal)
    {
        // the address comes later than the identity (Origin.Mark)
        if (principal.Identity is ActorIdentity known) return known.Who with { From = Origin.Of(principal) };
        return principal.Identity?.IsAuthenticated == true && principal.Id() is { } id && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(id, principal.FindFirstValue(ClaimTypes.Name) ?? "somebody", role) { From = Origin.Of(principal) }
            : null;
    }

    internal static Guid? Id(this ClaimsPrincipal principal, string claim = ClaimTypes.NameIdentifier) =>
        Guid.TryParse(principal.FindFirstValue(claim), out var id) ? id : null;
}

/// <summary>A signed-in account with its standing: not stored anywhere, made anew for each request.</summary>
internal sealed class ActorIdentity(ClaimsIdentity from, Actor actor) : ClaimsIdentity(from)
{
    public Actor Who { get; } = actor;
}

/// <summary>Gives each request its actor. The cookie says who; what they may is looked up.</summary>
internal sealed class ActorTransformation(Standings standings, Sessions sessions) : IClaimsTransformation
{
    public async Task<ClaimsPrincipal> TransformAsync(ClaimsPrincipal principal)
    {
        if (principal.Identity is not ClaimsIdentity { IsAuthenticated: true } identity || identity is ActorIdentity) return principal;
        var (session, token) = (principal.Id(ActorClaims.Session), principal.Id(ActorClaims.Token));
        var ours = identity.AuthenticationType == IdentityConstants.ApplicationScheme || identity.AuthenticationType == TokenAuthentication.SchemeName;
        if (!ours || principal.Id() is not { } id) return principal;
        if (session is null && token is null) return new(new ClaimsIdentity());
        var standing = await standings.OfAsync(new(id, session, token), default);
        if (standing.Now.Ended is not null) return new(new ClaimsIdentity());
        if (session is { } seen) await sessions.SeenAsync(seen, default);
        // what else is said of the principal stays: the token's name
        return new([new ActorIdentity(identity, new(id, standing.Now.Name ?? "somebody", standing) { Session = session }), .. principal.Identities.Skip(1)]);
    }
}
