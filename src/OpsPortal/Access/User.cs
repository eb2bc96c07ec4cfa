using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>An account.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>As audit and pages show it.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>What it may everywhere; <see cref="RoleGrant"/> adds more in single places.</summary>
    public Role Role { get; set; }

    /// <summary>Acts by API tokens only; it has no password and is nobody's to sign in as.</summary>
    public bool Automation { get; set; }

    /// <summary>Made by single sign-on: its role and name follow the provider.</summary>
    public bool FromProvider { get; init; }

    /// <summary>It keeps its history but can do nothing.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
    public DateTimeOffset? CreatedAt { get; init; }
    public DateTimeOffset? SignedInAt { get; set; }
}
