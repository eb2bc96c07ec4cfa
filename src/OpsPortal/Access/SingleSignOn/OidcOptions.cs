using Microsoft.AspNetCore.Authentication.OAuth;

namespace OpsPortal.Access;

/// <summary>Of the OAuth handler; the real addresses come from the provider's discovery document.</summary>
public sealed class OidcOptions : OAuthOptions
{
    public const string Scheme = "Oidc";

    public OidcOptions()
    {
        UsePkce = true;
        SaveTokens = false;
        AuthorizationEndpoint = TokenEndpoint = "https://discovered.invalid/";
        CallbackPath = "/sign-in/sso/callback";
        foreach (var scope in (string[])["openid", "profile", "email"]) Scope.Add(scope);
        // The provider answers by a plain redirect, which Lax lets through; None would be refused over http.
        CorrelationCookie.SameSite = SameSiteMode.Lax;
        // behind a proxy that ends TLS the request is https as well (Proxies:Known); on plain http a Secure cookie would never come back
        CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    internal OidcSettings Settings { get; set; } = new();
    internal ProviderMetadata Metadata { get; set; } = null!;
}
