using Microsoft.EntityFrameworkCore;

namespace OpsPortal.Access;

/// <summary>A person's own password.</summary>
public sealed class OwnPassword(OwnWork own, Standings standings, TimeProvider time)
{
    /// <summary>Changes it, and signs every other browser out.</summary>
    /// <param name="current">Null or empty where there is none yet, because they come by single sign-on.</param>
    public async Task<Result<bool>> ChangeAsync(Actor actor, string? current, string? wanted, CancellationToken cancellation)
    {
        var changed = await own.DoAsync<bool>(actor, "account.passwordChanged", fresh: false, async (users, user, db) =>
        {
            if (user.PasswordHash is not null && await ProvePassword.RefuseAsync(users, user, current ?? "", "current") is { } wrong) return wrong;
            if (await ProvePassword.WeakAsync(users, user, wanted ?? "", "wanted") is { } weak) return weak;
            user.PasswordHash = users.PasswordHasher.HashPassword(user, wanted!);
            await users.UpdateAsync(user);
            var now = time.GetUtcNow();
            await db.SignInSessions.Where(s => s.UserId == user.Id && s.Id != actor.Session && s.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellation);
            return true;
        }, cancellation);
        if (changed.Succeeded) await standings.ChangedAsync(cancellation);
        return changed;
    }
}
