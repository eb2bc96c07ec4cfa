using System.Security.Claims;

namespace OpsPortal.Access;

/// <summary>Who a request comes from: the claims <see cref="ClaimTypes.NameIdentifier"/> (a GUID), <see cref="ClaimTypes.Name"/> and <see cref="ClaimTypes.Role"/>.</summary>
public static class ActorClaims
{
    /// <summary>Null where nobody is signed in, or where the claims are not ours.</summary>
    public static Actor? ToActor(this ClaimsPrincipal principal) =>
        principal.Identity?.IsAuthenticated == true
        && Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out var id)
        && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(id, principal.FindFirstValue(ClaimTypes.Name) ?? "somebody", role) { From = Origin.Of(principal) }
            : null;
}
