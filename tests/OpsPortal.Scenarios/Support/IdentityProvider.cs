using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace OpsPortal.Scenarios.Support;

/// <summary>An OpenID provider on loopback that speaks the protocol: discovery, code flow with PKCE (S256), RS256 tokens, keys, user info.</summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    public const string ClientId = "portal";
    public const string Secret = "portal-secret";

    private readonly WebApplication app;
    private readonly RSA key = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, Grant> codes = new();

    private IdentityProvider(WebApplication app) => this.app = app;

    public string Address => app.Urls.Single();

    /// <summary>Who is at the browser.</summary>
    public Dictionary<string, object> Person { get; set; } = [];

    /// <summary>Told only when asked at the user info endpoint.</summary>
    public Dictionary<string, object> UserInfo { get; set; } = [];

    /// <summary>What goes wrong with the token, if anything.</summary>
    public Action<Dictionary<string, object>> Tamper { get; set; } = _ => { };

    /// <summary>Signs with a key that is not among the published.</summary>
    public bool ForeignKey { get; set; }

    /// <summary>Whether the last authorization asked to prove oneself anew.</summary>
    public string? Prompt { get; private set; }

    public static async Task<IdentityProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new IdentityProvider(app);
        app.MapGet("/.well-known/openid-configuration", provider.Discovery);
        app.MapGet("/authorize", provider.Authorize);
        app.MapPost("/token", provider.TokenAsync);
        app.MapGet("/keys", provider.Keys);
        app.MapGet("/userinfo", (HttpRequest request) => request.Headers.Authorization == "Bearer access" ? Results.Json(provider.UserInfo) : Results.Unauthorized());
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        key.Dispose();
    }

    private IResult Discovery() => Results.Json(new
    {
        issuer = Address,
        authorization_endpoint = $"{Address}/authorize",
        token_endpoint = $"{Address}/token",
        jwks_uri = $"{Address}/keys",
        userinfo_endpoint = $"{Address}/userinfo",
    });

    private IResult Authorize(HttpRequest request)
    {
        var q = request.Query;
        if (q["response_type"] != "code" || q["client_id"] != ClientId || q["code_challenge_method"] != "S256" || q["code_challenge"].ToString().Length != 43 || q["nonce"].ToString().Length < 32 || !q["scope"].ToString().Split(' ').Contains("openid"))
            return Results.BadRequest("This is no authorization code request with PKCE and a nonce.");
        Prompt = q["prompt"];
        var code = Guid.NewGuid().ToString("N");
        codes[code] = new(q["code_challenge"]!, q["nonce"]!, q["redirect_uri"]!);
        return Results.Redirect($"{q["redirect_uri"]}?code={code}&state={Uri.EscapeDataString(q["state"]!)}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        if (form["client_id"] != ClientId || form["client_secret"] != Secret || form["grant_type"] != "authorization_code") return Results.Json(new { error = "invalid_client" }, statusCode: 401);
        var verifier = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (!codes.TryRemove(form["code"].ToString(), out var grant) || grant.Challenge != verifier || grant.Redirect != form["redirect_uri"]) return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>(Person) { ["iss"] = Address, ["aud"] = ClientId, ["iat"] = now, ["exp"] = now + 300, ["nonce"] = grant.Nonce };
        Tamper(claims);
        return Results.Json(new { access_token = "access", token_type = "Bearer", expires_in = 300, id_token = Sign(claims) });
    }

    private IResult Keys()
    {
        var open = key.ExportParameters(false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", alg = "RS256", kid = "one", n = Base64Url.EncodeToString(open.Modulus), e = Base64Url.EncodeToString(open.Exponent) } } });
    }

    private string Sign(Dictionary<string, object> claims)
    {
        var head = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { alg = "RS256", kid = "one", typ = "JWT" }));
        var body = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims));
        using var other = ForeignKey ? RSA.Create(2048) : null;
        return $"{head}.{body}.{Base64Url.EncodeToString((other ?? key).SignData(Encoding.ASCII.GetBytes($"{head}.{body}"), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private sealed record Grant(string Challenge, string Nonce, string Redirect);
}
