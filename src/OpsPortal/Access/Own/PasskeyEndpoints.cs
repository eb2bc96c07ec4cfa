using System.Text.Json;
using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>The browser's half of a passkey (WebAuthn level 3). Bodies are JSON, so that no foreign page's form can send one.</summary>
internal static class PasskeyEndpoints
{
    public static void MapPasskeys(this IEndpointRouteBuilder app)
    {
        app.MapPost("/sign-in/passkey/options", async (SignInManager<User> signIn) =>
            Results.Content(await signIn.MakePasskeyRequestOptionsAsync(null), "application/json"))
            .AllowAnonymous().RequireRateLimiting(AccessSetup.SignInLimit).ExcludeFromDescription();

        app.MapPost("/sign-in/passkey", async (JsonElement credential, SignInPeople people, CancellationToken cancellation) =>
            (await people.ByPasskeyAsync(credential.GetRawText(), cancellation)).ToHttp(_ => Results.NoContent()))
            .AllowAnonymous().RequireRateLimiting(AccessSetup.SignInLimit).ExcludeFromDescription();

        app.MapPost("/me/passkeys/options", async (HttpContext context, SignInManager<User> signIn, OwnWork own, CancellationToken cancellation) =>
            (await own.DoAsync<string>(context.User.ToActor()!, "account.passkeyBegun", fresh: true, async (users, user, _) =>
                await signIn.MakePasskeyCreationOptionsAsync(new() { Id = $"{user.Id}", Name = user.UserName!, DisplayName = user.DisplayName }), cancellation))
            .ToHttp(options => Results.Content(options, "application/json")))
            .ExcludeFromDescription();

        app.MapPost("/me/passkeys", async (JsonElement credential, HttpContext context, SignInManager<User> signIn, OwnWork own, CancellationToken cancellation) =>
            (await own.DoAsync<bool>(context.User.ToActor()!, "account.passkeyAdded", fresh: true, async (users, user, _) =>
            {
                if (await Passkeys.AttestAsync(signIn, credential.GetRawText()) is not { Passkey: { } passkey }) return Problem.Invalid("This passkey cannot be used, or it took too long. Try again.");
                passkey.Name = Device.Of(context.Request.Headers.UserAgent.ToString());
                var added = await users.AddOrUpdatePasskeyAsync(user, passkey);
                return added.Succeeded ? true : Problem.Invalid(string.Join(' ', added.Errors.Select(e => e.Description)));
            }, cancellation)).ToHttp(_ => Results.NoContent()))
            .ExcludeFromDescription();

        app.MapPost("/me/confirm/passkey", async (JsonElement credential, HttpContext context, SignInManager<User> signIn, Sessions sessions, CancellationToken cancellation) =>
        {
            if (context.User.ToActor() is not { Session: { } session } actor || (await Passkeys.AssertAsync(signIn, credential.GetRawText()))?.User?.Id != actor.Id)
                return Problem.Invalid("That passkey is not one of yours, or it took too long. Try again.").ToHttp();
            await sessions.ConfirmAsync(session, cancellation);
            return Results.NoContent();
        }).RequireRateLimiting(AccessSetup.SignInLimit).ExcludeFromDescription();
    }
}
