using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace OpsPortal.Access;

/// <summary>What the sign-in page needs to know of it.</summary>
public sealed class SingleSignOn(IOptions<OidcSettings> settings)
{
    /// <summary>Null where none is configured.</summary>
    public string? Name => settings.Value.Enabled ? settings.Value.Name : null;

    /// <summary>What went wrong, for the person; the details are in the log.</summary>
    public string? Sentence(string? problem) => problem switch
    {
        null => null,
        "groups" => "None of your groups may use OpsPortal. Ask an administrator which group you need.",
        "account" => $"Your account here cannot be used with {settings.Value.Name}. Sign in with your password, or ask an administrator.",
        _ => $"The sign-in with {settings.Value.Name} did not work. Try again; if it happens once more, tell an administrator the time.",
    };
}

internal static class SingleSignOnSetup
{
    public static void AddSingleSignOn(this AuthenticationBuilder authentication, IConfiguration configuration)
    {
        authentication.Services.Configure<OidcSettings>(configuration.GetSection("Oidc"));
        authentication.Services.AddSingleton<SingleSignOn>().AddSingleton<SignInByProvider>();
        var settings = configuration.GetSection("Oidc").Get<OidcSettings>() ?? new();
        if (!settings.Enabled) return;
        if (string.IsNullOrWhiteSpace(settings.ClientId)) throw new InvalidOperationException("Oidc__Authority is set, but Oidc__ClientId is not: register the portal with the provider, and set both.");
        authentication.AddOAuth<OidcOptions, OidcHandler>(OidcOptions.Scheme, settings.Name, o =>
        {
            (o.Settings, o.ClientId, o.ClientSecret) = (settings, settings.ClientId, string.IsNullOrEmpty(settings.ClientSecret) ? "none" : settings.ClientSecret);
            o.SignInScheme = IdentityConstants.ExternalScheme;
            foreach (var scope in settings.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries)) o.Scope.Add(scope);
            o.Events.OnRemoteFailure = async context =>
            {
                // A sign-in that began here, not any request to this address.
                if (context.Properties is not null || context.Failure is ProviderTokenException)
                    await context.HttpContext.RequestServices.GetRequiredService<SignInByProvider>().NoteFailureAsync(Origin.Of(context.HttpContext), context.Failure?.Message ?? "no answer", context.HttpContext.RequestAborted);
                context.HttpContext.RequestServices.GetRequiredService<ILogger<SingleSignOn>>().LogWarning(context.Failure, "A sign-in by the provider failed");
                context.Response.Redirect("/sign-in?sso=failed");
                context.HandleResponse();
            };
        });
        // After the handler's own, which makes the back channel.
        authentication.Services.AddOptions<OidcOptions>(OidcOptions.Scheme).PostConfigure<TimeProvider>((o, time) => o.Metadata ??= new(o.Backchannel, settings.Authority!, time));
    }

    public static void MapSingleSignOn(this IEndpointRouteBuilder app)
    {
        app.MapGet("/sign-in/sso", (string? @return, HttpContext context, SingleSignOn sso) =>
        {
            if (sso.Name is null) return Results.LocalRedirect("/sign-in");
            var properties = new AuthenticationProperties { RedirectUri = $"/sign-in/sso/done?return={Uri.EscapeDataString(LocalAddress.Or(@return, "/"))}" };
            if (context.User.ToActor() is not null) properties.Items[OidcHandler.Anew] = "1";
            return Results.Challenge(properties, [OidcOptions.Scheme]);
        }).AllowAnonymous().RequireRateLimiting(AccessSetup.SignInLimit).ExcludeFromDescription();

        app.MapGet("/sign-in/sso/done", async (string? @return, HttpContext context, SignInByProvider people, SignInManager<User> signIn, CancellationToken cancellation) =>
        {
            var external = await context.AuthenticateAsync(IdentityConstants.ExternalScheme);
            if (!external.Succeeded) return Results.LocalRedirect("/sign-in?sso=failed");
            await context.SignOutAsync(IdentityConstants.ExternalScheme);
            var found = await people.InvokeAsync(external.Principal, Origin.Of(context), cancellation);
            if (!found.Succeeded) return Results.LocalRedirect($"/sign-in?sso={(found.Problem.Field ?? "account")}");
            await signIn.SignInAsync(found.Value, isPersistent: false, OidcOptions.Scheme);
            return Results.LocalRedirect(LocalAddress.Or(@return, "/"));
        }).AllowAnonymous().ExcludeFromDescription();
    }
}
