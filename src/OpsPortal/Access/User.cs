using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>An account.</summary>
public sealed class User : IdentityUser<Guid>
{
    /// <summary>As audit and pages show it.</summary>
    public string DisplayName { get; set; } = "";
    public Role Role { get; set; }

    /// <summary>Acts by API tokens only; it has no password and is nobody's to sign in as.</summary>
    public bool Automation { get; set; }
}
