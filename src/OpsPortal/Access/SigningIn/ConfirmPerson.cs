using System.Text.RegularExpressions;

namespace OpsPortal.Access;

/// <summary>Proves once more that the person at this browser is the one who signed in: by password, or by a code of their app.</summary>
public sealed partial class ConfirmPerson(OwnWork own, Sessions sessions)
{
    public async Task<Result<bool>> InvokeAsync(Actor actor, string secret, CancellationToken cancellation)
    {
        var proved = await own.DoAsync<bool>(actor, "account.confirmed", fresh: false, async (users, user, _) =>
        {
            if (user.TwoFactorEnabled && SixDigits().IsMatch(OwnAuthenticator.Plain(secret)) && !await users.IsLockedOutAsync(user)
                && await users.VerifyTwoFactorTokenAsync(user, users.Options.Tokens.AuthenticatorTokenProvider, OwnAuthenticator.Plain(secret))) return true;
            return await ProvePassword.RefuseAsync(users, user, secret, "secret") is { } wrong ? wrong : true;
        }, cancellation);
        if (proved.Succeeded) await sessions.ConfirmAsync(actor.Session!.Value, cancellation);
        return proved;
    }

    [GeneratedRegex("^[0-9]{6}$")]
    private static partial Regex SixDigits();
}
