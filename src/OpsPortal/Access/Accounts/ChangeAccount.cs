using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Changes what an account is: its role everywhere, whether it may be used, how its owner gets in.</summary>
public sealed class ChangeAccount(IDbContextFactory<OpsPortalDbContext> storage, AccountGuard guard, Standings standings, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(1);

    public Task<Result<User>> SetRoleAsync(Actor actor, Guid id, Role role, CancellationToken cancellation) =>
        InTurnAsync(actor, id, "account.role", user => { user.Role = role; return new() { ["role"] = role.Word() }; }, cancellation);

    /// <summary>A disabled account keeps its history, and can do nothing from this moment on.</summary>
    public Task<Result<User>> DisableAsync(Actor actor, Guid id, bool disabled, CancellationToken cancellation) => id == actor.Id && disabled
        ? Task.FromResult<Result<User>>(Problem.Conflict("You cannot disable your own account; ask another administrator."))
        : InTurnAsync(actor, id, disabled ? "account.disabled" : "account.enabled", user => { user.DisabledAt = disabled ? time.GetUtcNow() : null; return []; }, cancellation);

    /// <summary>After too many wrong passwords.</summary>
    public Task<Result<User>> UnlockAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        InTurnAsync(actor, id, "account.unlocked", user => { (user.LockoutEnd, user.AccessFailedCount) = (null, 0); return []; }, cancellation);

    /// <summary>For somebody who lost everything: password, codes and passkeys are gone, every browser is signed out, and a link lets them choose anew.</summary>
    public async Task<Result<Invitation>> ResetAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        var (code, now) = (OneTimeLink.New(out var hash), time.GetUtcNow());
        var changed = await InTurnAsync(actor, id, "account.reset", user =>
        {
            (user.PasswordHash, user.TwoFactorEnabled, user.LockoutEnd, user.AccessFailedCount) = (null, false, null, 0);
            return [];
        }, cancellation, async db =>
        {
            await db.UserPasskeys.Where(p => p.UserId == id).ExecuteDeleteAsync(cancellation);
            await db.UserTokens.Where(t => t.UserId == id).ExecuteDeleteAsync(cancellation);
            await db.SignInSessions.Where(s => s.UserId == id && s.RevokedAt == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellation);
            await db.OneTimeLinks.Where(l => l.UserId == id && l.UsedAt == null).ExecuteUpdateAsync(l => l.SetProperty(x => x.UsedAt, now), cancellation);
            db.OneTimeLinks.Add(new() { Hash = hash, UserId = id, CreatedAt = now, ExpiresAt = now + LinkLife });
        });
        return changed.Succeeded ? new Invitation(id, changed.Value.DisplayName, $"/join?code={code}", now + LinkLife) : changed.Problem;
    }

    private async Task<Result<User>> InTurnAsync(
        Actor actor, Guid id, string action, Func<User, Dictionary<string, string>> change, CancellationToken cancellation, Func<OpsPortalDbContext, Task>? more = null)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        if (await db.Users.FirstOrDefaultAsync(u => u.Id == id, cancellation) is not { } user) return Problem.NotFound("That account is gone. Reload the list.");
        if (user.Automation && action != "account.disabled" && action != "account.enabled") return Problem.Conflict("The automation account is set up by the portal's configuration; it can only be disabled.");
        var administered = IsAdministrator(user);
        var detail = change(user);
        if (administered && !await AnotherAdministratorAsync(db, user, cancellation)) return Problem.Conflict("This is the last administrator; make somebody else one first.");
        if (more is not null) await more(db);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, action, "user", $"{id}", detail, cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return user;
    }

    /// <summary>Somebody has to be left who can let others in.</summary>
    private static async Task<bool> AnotherAdministratorAsync(OpsPortalDbContext db, User changed, CancellationToken cancellation) =>
        IsAdministrator(changed) || await db.Users.AnyAsync(u => u.Id != changed.Id && u.Role == Role.Administrator && u.DisabledAt == null && !u.Automation, cancellation);

    private static bool IsAdministrator(User user) => user is { Role: Role.Administrator, DisabledAt: null, Automation: false };
}
