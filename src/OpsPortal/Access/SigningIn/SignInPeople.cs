using System.Collections.Concurrent;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Lets people in by password and code, or by passkey. What it says never tells whether an account exists.</summary>
public sealed class SignInPeople(SignInManager<User> signIn, UserManager<User> users, IDbContextFactory<OpsPortalDbContext> storage, UnknownAddresses unknown, AuditLog audit, TimeProvider time)
{
    private const string Wrong = "The address or the password is not right.";

    public async Task<SignInStep> ByPasswordAsync(string email, string password, bool remember, CancellationToken cancellation)
    {
        var user = await users.FindByNameAsync(email.Trim());
        if (user is not { PasswordHash: not null, DisabledAt: null, Automation: false })
        {
            // Takes as long as a wrong password does, and locks as one does.
            users.PasswordHasher.VerifyHashedPassword(new User(), unknown.Hash, password);
            return unknown.Fail(users.NormalizeName(email.Trim()), users.Options.Lockout) is { } locked ? new(Locked(locked)) : new(Wrong);
        }
        var result = await signIn.PasswordSignInAsync(user, password, remember, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return new(null) { NeedsCode = true };
        await NoteAsync(user, result.Succeeded ? "signIn.password" : "signIn.failed", cancellation);
        return result.Succeeded ? new((string?)null) : new(result.IsLockedOut ? Locked(await users.GetLockoutEndDateAsync(user)) : Wrong);
    }

    /// <summary>After the password: a code of the app, or a recovery code, which is then used up.</summary>
    public async Task<SignInStep> ByCodeAsync(string code, bool recovery, bool remember, CancellationToken cancellation)
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { DisabledAt: null } user) return new("That took too long. Begin again with your password.");
        var result = recovery
            ? await signIn.TwoFactorRecoveryCodeSignInAsync(code.Trim())
            : await signIn.TwoFactorAuthenticatorSignInAsync(OwnAuthenticator.Plain(code), remember, rememberClient: false);
        await NoteAsync(user, !result.Succeeded ? "signIn.failed" : recovery ? "signIn.recoveryCode" : "signIn.code", cancellation);
        return result.Succeeded ? new((string?)null) : new(result.IsLockedOut ? Locked(await users.GetLockoutEndDateAsync(user))
            : recovery ? "That is not one of your recovery codes, or it was used already." : "That code is not right; wait for the next one and try again.");
    }

    public async Task<Result<bool>> ByPasskeyAsync(string credential, CancellationToken cancellation)
    {
        if (await Passkeys.AssertAsync(signIn, credential) is not { } asserted || asserted.User is not { DisabledAt: null } user)
            return Problem.Invalid("This passkey is not known here, or it took too long. Try again, or sign in with your password.");
        if (await users.IsLockedOutAsync(user)) return Problem.Invalid(Locked(await users.GetLockoutEndDateAsync(user)));
        await users.AddOrUpdatePasskeyAsync(user, asserted.Passkey!);
        await signIn.SignInAsync(user, isPersistent: true, "passkey");
        await NoteAsync(user, "signIn.passkey", cancellation);
        return true;
    }

    internal async Task NoteAsync(User user, string action, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await audit.AppendAsync(db, user.ToActor(), action, "user", $"{user.Id}", new Dictionary<string, string> { ["from"] = signIn.Context.Connection.RemoteIpAddress?.ToString() ?? "" }, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private string Locked(DateTimeOffset? until) =>
        $"Too many attempts. Try again in {Math.Max(1, Math.Ceiling(((until ?? time.GetUtcNow()) - time.GetUtcNow()).TotalMinutes)):0} min, or ask an administrator to unlock the account.";
}

/// <param name="Refusal">Null where the step succeeded.</param>
public sealed record SignInStep(string? Refusal)
{
    public bool NeedsCode { get; init; }
}

/// <summary>Wrong attempts at accounts that do not exist, so that a lockout does not tell which ones do. Kept in this process, and only so many.</summary>
public sealed class UnknownAddresses(TimeProvider time)
{
    private const int Most = 10_000;
    private readonly ConcurrentDictionary<string, (int Count, DateTimeOffset Until)> failed = new();

    /// <summary>Of no password at all.</summary>
    internal string Hash { get; } = new PasswordHasher<User>().HashPassword(new User(), Guid.NewGuid().ToString());

    /// <summary>Until when it is locked; null where it is not yet.</summary>
    internal DateTimeOffset? Fail(string address, LockoutOptions lockout)
    {
        var now = time.GetUtcNow();
        if (failed.Count >= Most) failed.Clear();
        var entry = failed.AddOrUpdate(address, _ => (1, default), (_, before) =>
            before.Until > now ? before
            : before.Until != default ? (1, default)
            : before.Count + 1 >= lockout.MaxFailedAccessAttempts ? (0, now + lockout.DefaultLockoutTimeSpan)
            : (before.Count + 1, default));
        return entry.Until > now ? entry.Until : null;
    }
}
