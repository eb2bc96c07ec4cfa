using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Accounts, sign-in, tokens. Nothing is open to nobody-in-particular unless it says so.</summary>
public static class AccessSetup
{
    /// <summary>Rate limit of the addresses that take a password or a code.</summary>
    public const string SignInLimit = "sign-in";

    public const string AdministratorPages = "administrators";

    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        // A bearer token decides alone; everybody else is known by the cookie.
        var authentication = services.AddAuthentication(o => { o.DefaultScheme = o.DefaultChallengeScheme = "Portal"; })
            .AddPolicyScheme("Portal", null, o => o.ForwardDefaultSelector = context =>
                IsApi(context.Request) && (context.Request.Headers.Authorization.Count > 0 || !context.Request.Cookies.ContainsKey(CookieName))
                    ? TokenAuthentication.SchemeName
                    : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, null);
        authentication.AddIdentityCookies(cookies => cookies.ApplicationCookie?.Configure(o =>
            {
                o.Cookie.Name = CookieName;
                o.Cookie.SameSite = SameSiteMode.Lax;
                o.Cookie.HttpOnly = true;
                o.LoginPath = "/sign-in";
                o.AccessDeniedPath = "/forbidden";
                o.ReturnUrlParameter = "return";
                o.SlidingExpiration = true;
                o.ExpireTimeSpan = TimeSpan.FromDays(14);
                o.Events.OnSigningIn = SessionCookie.BeginAsync;
                o.Events.OnValidatePrincipal = SessionCookie.ValidateAsync;
            }));
        authentication.AddSingleSignOn(configuration);
        services.AddAuthorization(o =>
        {
            o.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build();
            // For pages that are of no use to others; what they show is checked in the operation all the same.
            o.AddPolicy(AdministratorPages, p => p.RequireAssertion(c => c.User.ToActor()?.May(Permission.Administer) is null && c.User.ToActor() is not null));
        });
        services.AddIdentityCore<User>(o =>
            {
                o.User.RequireUniqueEmail = false;
                // Length beats character classes (NIST SP 800-63B, 5.1.1.2).
                o.Password.RequiredLength = 12;
                o.Password.RequireDigit = o.Password.RequireLowercase = o.Password.RequireUppercase = o.Password.RequireNonAlphanumeric = false;
                o.Password.RequiredUniqueChars = 5;
                o.Lockout.MaxFailedAccessAttempts = 8;
                o.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(10);
            })
            .AddEntityFrameworkStores<OpsPortalDbContext>()
            .AddUserStore<AccountStore>()
            .AddClaimsPrincipalFactory<UserClaimsFactory>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddCascadingAuthenticationState();
        services.AddSingleton<Standings>().AddHostedService(s => s.GetRequiredService<Standings>());
        services.AddSingleton<Sessions>().AddSingleton<IClaimsTransformation, ActorTransformation>();
        services.AddScoped<UseOneTimeLink>().AddScoped<UseInvitation>().AddScoped<SignInPeople>();
        services.AddSingleton<UnknownAddresses>().AddSingleton<AccountGuard>().AddSingleton<AccountQueries>();
        services.AddSingleton<InviteAccount>().AddSingleton<ChangeAccount>().AddSingleton<GiveGrant>().AddSingleton<ChangeGroup>();
        services.AddSingleton<OwnWork>().AddSingleton<OwnAccount>().AddSingleton<OwnPassword>().AddSingleton<OwnAuthenticator>().AddSingleton<OwnPasskeys>().AddSingleton<IssueToken>().AddSingleton<ConfirmPerson>().AddSingleton<ActingPeople>();
        services.AddSingleton<ILookupNormalizer, UpperInvariantLookupNormalizer>();
        services.AddHostedService<FirstStart>();
        services.AddRateLimiter(o =>
        {
            o.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            o.AddPolicy(SignInLimit, context => HttpMethods.IsPost(context.Request.Method)
                ? RateLimitPartition.GetFixedWindowLimiter(context.Connection.RemoteIpAddress?.ToString() ?? "", _ => new() { PermitLimit = configuration.GetValue("SignIn:PerMinute", 20), Window = TimeSpan.FromMinutes(1) })
                : RateLimitPartition.GetNoLimiter(""));
        });
        return services;
    }

    public static IEndpointRouteBuilder MapAccess(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-out", async (HttpContext context, SignInManager<User> signIn, Sessions sessions) =>
        {
            if (context.User.ToActor() is { Session: { } session } actor) await sessions.RevokeAsync(actor, session, context.RequestAborted);
            await signIn.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
        app.MapAccounts();
        app.MapPasskeys();
        app.MapSingleSignOn();
        return app;
    }

    private const string CookieName = "opsportal";

    private static bool IsApi(HttpRequest request) =>
        request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/hubs") || request.Path.StartsWithSegments("/openapi") || request.Path.StartsWithSegments("/metrics");
}
