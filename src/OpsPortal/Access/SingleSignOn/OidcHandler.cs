using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;

namespace OpsPortal.Access;

/// <summary>OpenID Connect on the framework's OAuth handler: authorization code with PKCE, nonce, and a checked id token.</summary>
internal sealed class OidcHandler(IOptionsMonitor<OidcOptions> options, ILoggerFactory logger, UrlEncoder encoder) : OAuthHandler<OidcOptions>(options, logger, encoder)
{
    /// <summary>Set by whoever wants a new proof, not just the provider's memory of the last one.</summary>
    public const string Anew = "anew";

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Options.AuthorizationEndpoint = (await Options.Metadata.ReadAsync(false, Context.RequestAborted)).Document.AuthorizationEndpoint;
        await base.HandleChallengeAsync(properties);
    }

    protected override string BuildChallengeUrl(AuthenticationProperties properties, string redirectUri)
    {
        // Inside the protected state, beside the PKCE verifier.
        var nonce = properties.Items["nonce"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var address = QueryHelpers.AddQueryString(base.BuildChallengeUrl(properties, redirectUri), "nonce", nonce);
        return properties.Items.ContainsKey(Anew) ? QueryHelpers.AddQueryString(address, "prompt", "login") : address;
    }

    protected override async Task<OAuthTokenResponse> ExchangeCodeAsync(OAuthCodeExchangeContext context)
    {
        Options.TokenEndpoint = (await Options.Metadata.ReadAsync(false, Context.RequestAborted)).Document.TokenEndpoint;
        return await base.ExchangeCodeAsync(context);
    }

    protected override async Task<AuthenticationTicket> CreateTicketAsync(ClaimsIdentity identity, AuthenticationProperties properties, OAuthTokenResponse tokens)
    {
        var token = tokens.Response!.RootElement.TryGetProperty("id_token", out var sent) ? sent.GetString() : null;
        if (token is null || !properties.Items.Remove("nonce", out var nonce) || nonce is null) throw new ProviderTokenException("The provider sent no id token.");
        var provider = await Options.Metadata.ReadAsync(false, Context.RequestAborted);
        var claims = IdToken.Check(token, provider, Options.ClientId, nonce, TimeProvider.GetUtcNow());
        if (claims.Problem?.Field == IdToken.SignatureField)
            claims = IdToken.Check(token, await Options.Metadata.ReadAsync(true, Context.RequestAborted), Options.ClientId, nonce, TimeProvider.GetUtcNow());
        if (!claims.Succeeded) throw new ProviderTokenException(claims.Problem.Detail);
        var person = new ClaimsIdentity(Scheme.Name);
        person.AddClaim(new("iss", provider.Document.Issuer));
        Take(person, claims.Value);
        if (!person.HasClaim(c => c.Type == Options.Settings.GroupsClaim) && provider.Document.UserInfoEndpoint is { } address && tokens.AccessToken is { } access)
            Take(person, await UserInfoAsync(address, access, person.FindFirst("sub")!.Value));
        return await base.CreateTicketAsync(person, properties, tokens);
    }

    private async Task<JsonElement> UserInfoAsync(string address, string access, string subject)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", access);
        using var answer = await Backchannel.SendAsync(request, Context.RequestAborted);
        answer.EnsureSuccessStatusCode();
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>(Context.RequestAborted);
        return said.TryGetProperty("sub", out var of) && of.GetString() == subject ? said : throw new ProviderTokenException("The provider's user info is about somebody else.");
    }

    // Only what is used: it travels in a cookie to the next page.
    private void Take(ClaimsIdentity person, JsonElement claims)
    {
        foreach (var name in (string[])["sub", "name", "email", "email_verified", Options.Settings.GroupsClaim])
            if (!person.HasClaim(c => c.Type == name) && claims.TryGetProperty(name, out var value))
                foreach (var one in value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToList() : [value])
                    person.AddClaim(new(name, one.ToString()));
    }
}

/// <summary>What the provider sent does not prove who this is. Others of its kind come from requests that never began here.</summary>
internal sealed class ProviderTokenException(string message) : AuthenticationFailureException(message);
