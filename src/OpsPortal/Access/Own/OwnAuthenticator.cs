using Microsoft.AspNetCore.Identity;

namespace OpsPortal.Access;

/// <summary>Codes of an authenticator app (TOTP, RFC 6238) as a second step, with recovery codes for when the phone is lost.</summary>
public sealed class OwnAuthenticator(OwnWork own)
{
    private const int RecoveryCodes = 10;

    /// <summary>A new secret for the app. Nothing is asked at sign-in until a code of it was given once.</summary>
    public Task<Result<AuthenticatorSecret>> BeginAsync(Actor actor, CancellationToken cancellation) =>
        own.DoAsync<AuthenticatorSecret>(actor, "account.authenticatorBegun", fresh: true, async (users, user, _) =>
        {
            if (user.TwoFactorEnabled) return Problem.Conflict("Codes are asked for already; turn them off first to set up another app.");
            await users.ResetAuthenticatorKeyAsync(user);
            return AuthenticatorSecret.Of((await users.GetAuthenticatorKeyAsync(user))!, user.UserName!);
        }, cancellation);

    /// <summary>The recovery codes, shown once.</summary>
    public Task<Result<IReadOnlyList<string>>> EnableAsync(Actor actor, string? code, CancellationToken cancellation) =>
        own.DoAsync<IReadOnlyList<string>>(actor, "account.authenticatorOn", fresh: true, async (users, user, _) =>
        {
            if (!await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, Plain(code)))
                return Problem.Invalid("That code is not right. Codes change every 30 seconds; if it goes on, compare the clock of your phone.", "code");
            await users.SetTwoFactorEnabledAsync(user, true);
            return await NewCodesAsync(users, user);
        }, cancellation);

    public Task<Result<IReadOnlyList<string>>> NewRecoveryCodesAsync(Actor actor, CancellationToken cancellation) =>
        own.DoAsync<IReadOnlyList<string>>(actor, "account.recoveryCodes", fresh: true, async (users, user, _) =>
            user.TwoFactorEnabled ? await NewCodesAsync(users, user) : Problem.Conflict("Set up an authenticator app first."), cancellation);

    public Task<Result<bool>> DisableAsync(Actor actor, CancellationToken cancellation) =>
        own.DoAsync<bool>(actor, "account.authenticatorOff", fresh: true, async (users, user, _) =>
        {
            await users.SetTwoFactorEnabledAsync(user, false);
            await users.ResetAuthenticatorKeyAsync(user);
            return true;
        }, cancellation);

    /// <summary>As people type it.</summary>
    internal static string Plain(string? code) => string.Concat((code ?? "").Where(c => !char.IsWhiteSpace(c) && c != '-'));

    private static async Task<Result<IReadOnlyList<string>>> NewCodesAsync(UserManager<User> users, User user) =>
        (await users.GenerateNewTwoFactorRecoveryCodesAsync(user, RecoveryCodes) ?? []).ToList();
}

/// <param name="Key">Base 32, in groups of four.</param>
/// <param name="Address">For a QR code.</param>
public sealed record AuthenticatorSecret(string Key, string Address)
{
    internal static AuthenticatorSecret Of(string key, string account) => new(
        string.Join(' ', key.ToLowerInvariant().Chunk(4).Select(c => new string(c))),
        $"otpauth://totp/OpsPortal:{Uri.EscapeDataString(account)}?secret={key}&issuer=OpsPortal");
}
