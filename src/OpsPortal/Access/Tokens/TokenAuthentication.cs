using System.Net.Http.Headers;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary><c>Authorization: Bearer …</c> against the hashed tokens.</summary>
public sealed class TokenAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IDbContextFactory<OpsPortalDbContext> storage)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "Token";
    private static readonly TimeSpan Accuracy = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!AuthenticationHeaderValue.TryParse(Request.Headers.Authorization, out var header) || header is not { Scheme: "Bearer", Parameter.Length: > 0 })
            return AuthenticateResult.NoResult();
        await using var db = await storage.CreateDbContextAsync(Context.RequestAborted);
        // The lookup is by hash: what a timing could tell is about the hash, not the token.
        var hash = ApiToken.HashOf(header.Parameter);
        var token = await db.ApiTokens.Include(t => t.User).AsNoTracking().FirstOrDefaultAsync(t => t.Hash == hash, Context.RequestAborted);
        var now = TimeProvider.GetUtcNow();
        if (token?.User is not { DisabledAt: null } user || !token.IsValid(now)) return AuthenticateResult.Fail("The API token is not known, was revoked, or has expired.");
        if (token.UsedAt is not { } used || now - used > Accuracy)
            await db.ApiTokens.Where(t => t.Id == token.Id).ExecuteUpdateAsync(t => t.SetProperty(x => x.UsedAt, now), Context.RequestAborted);
        var principal = user.ToPrincipal(Scheme.Name);
        ((ClaimsIdentity)principal.Identity!).AddClaim(new(ActorClaims.Token, $"{token.Id}"));
        principal.AddIdentity(new([new(Origin.TokenClaim, token.Name)]));
        return AuthenticateResult.Success(new(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Results.Problem(statusCode: 401, title: "Sign-in needed", detail: "Send an API token: Authorization: Bearer …").ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        Results.Problem(statusCode: 403, title: "Not allowed", detail: "This token's account may not do that.").ExecuteAsync(Context);
}
