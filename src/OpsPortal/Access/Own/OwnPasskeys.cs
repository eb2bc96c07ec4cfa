namespace OpsPortal.Access;

/// <summary>Takes passkeys away; they are added by the browser, see <see cref="PasskeyEndpoints"/>.</summary>
public sealed class OwnPasskeys(OwnWork own)
{
    /// <param name="id">Hex.</param>
    public Task<Result<bool>> RemoveAsync(Actor actor, string id, CancellationToken cancellation) =>
        own.DoAsync<bool>(actor, "account.passkeyRemoved", fresh: true, async (users, user, _) =>
        {
            if (user.PasswordHash is null && (await users.GetPasskeysAsync(user)).Count < 2) return Problem.Conflict("This passkey is your only way in; choose a password or add another passkey first.");
            await users.RemovePasskeyAsync(user, Convert.FromHexString(id));
            return true;
        }, cancellation);
}
