namespace OpsPortal.Access;

/// <summary>Single sign-on by OpenID Connect, as configured under <c>Oidc</c>.</summary>
public sealed class OidcSettings
{
    /// <summary>The issuer, e.g. <c>https://login.example.com/realms/ops</c>; without it there is no single sign-on.</summary>
    public string? Authority { get; set; }
    public string? ClientId { get; set; }
    public string? ClientSecret { get; set; }

    /// <summary>On the button.</summary>
    public string Name { get; set; } = "single sign-on";

    /// <summary>Besides openid, profile and email; separated by spaces.</summary>
    public string Scopes { get; set; } = "";

    /// <summary>The claim that lists a person's groups.</summary>
    public string GroupsClaim { get; set; } = "groups";

    /// <summary>What the provider calls a group → the role that it brings everywhere.</summary>
    public Dictionary<string, Role> Roles { get; set; } = [];

    /// <summary>What becomes of somebody whose groups are all unknown here: <see cref="Role.None"/> refuses them.</summary>
    public Role Others { get; set; }

    public bool Enabled => !string.IsNullOrWhiteSpace(Authority);
}
