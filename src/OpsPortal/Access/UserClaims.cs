using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OpsPortal.Access;

/// <summary>The claims that <see cref="ActorClaims"/> reads back.</summary>
public static class UserClaims
{
    public static Actor ToActor(this User user) => new(user.Id, user.DisplayName, user.Role);

    public static ClaimsPrincipal ToPrincipal(this User user, string scheme) => new(new ClaimsIdentity(
        [
            new(ClaimTypes.NameIdentifier, user.Id.ToString()),
            new(ClaimTypes.Name, user.DisplayName),
            new(ClaimTypes.Role, user.Role.ToString()),
        ], scheme));
}

/// <summary>Puts the display name and the role into the sign-in cookie; Identity renews them with the security stamp.</summary>
public sealed class UserClaimsFactory(UserManager<User> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<User>(users, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(User user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        foreach (var name in identity.FindAll(ClaimTypes.Name).ToList()) identity.RemoveClaim(name);
        identity.AddClaim(new(ClaimTypes.Name, user.DisplayName));
        identity.AddClaim(new(ClaimTypes.Role, user.Role.ToString()));
        return identity;
    }
}
