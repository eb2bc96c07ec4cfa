using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Turns a one-time link into a sign-in: it makes the first administrator, or lets the present one in.</summary>
public sealed class UseOneTimeLink(IDbContextFactory<OpsPortalDbContext> storage, UserManager<User> users, AuditLog audit, TimeProvider time)
{
    private const string Spent = "This link was used already, or is older than a day. Start the portal again for a new one, or sign in with your password.";

    /// <summary>What the link would do; nothing is used up by looking.</summary>
    public async Task<Result<OneTimeOffer>> LookAsync(string code, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var hash = ApiToken.HashOf(code);
        var now = time.GetUtcNow();
        if (!await db.OneTimeLinks.AnyAsync(l => l.Hash == hash && l.UserId == null && l.UsedAt == null && l.ExpiresAt > now, cancellation)) return Problem.NotFound(Spent);
        var administrator = await AdministratorAsync(db, cancellation);
        return new OneTimeOffer(administrator?.DisplayName);
    }

    /// <summary>Lets the first administrator in.</summary>
    public async Task<Result<User>> SignInAsync(string code, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await AdministratorAsync(db, cancellation) is not { } administrator) return Problem.Conflict("There is no administrator yet: fill in the form.");
        if (!await SpendAsync(db, code, cancellation)) return Problem.NotFound(Spent);
        await audit.AppendAsync(db, administrator.ToActor(), "user.signedInByLink", "user", administrator.Id.ToString(), null, cancellation);
        await transaction.CommitAsync(cancellation);
        return administrator;
    }

    /// <summary>Makes the first administrator.</summary>
    public async Task<Result<User>> CreateAdministratorAsync(string code, string name, string email, string password, CancellationToken cancellation)
    {
        if (string.IsNullOrWhiteSpace(name)) return Problem.Invalid("Give the name that others will see.", nameof(name));
        if (!email.Contains('@')) return Problem.Invalid("Give an e-mail address; you sign in with it.", nameof(email));
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var user = new User { UserName = email.Trim(), Email = email.Trim(), EmailConfirmed = true, DisplayName = name.Trim(), Role = Role.Administrator };
        foreach (var validator in users.PasswordValidators)
            if (await validator.ValidateAsync(users, user, password) is { Succeeded: false } weak)
                return Problem.Invalid(string.Join(" ", weak.Errors.Select(e => e.Description)), nameof(password));

        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await AdministratorAsync(db, cancellation) is not null) return Problem.Conflict("There is an administrator already: open the link again to sign in.");
        if (!await SpendAsync(db, code, cancellation)) return Problem.NotFound(Spent);
        user.Id = Guid.CreateVersion7(time.GetUtcNow());
        user.NormalizedUserName = user.NormalizedEmail = users.NormalizeName(user.UserName);
        user.SecurityStamp = Guid.NewGuid().ToString("N");
        user.PasswordHash = users.PasswordHasher.HashPassword(user, password);
        user.LockoutEnabled = true;
        db.Users.Add(user);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, user.ToActor(), "user.firstAdministrator", "user", user.Id.ToString(), null, cancellation);
        await transaction.CommitAsync(cancellation);
        return user;
    }

    // One statement decides who of two browsers gets in.
    private async Task<bool> SpendAsync(OpsPortalDbContext db, string code, CancellationToken cancellation)
    {
        var hash = ApiToken.HashOf(code);
        var now = time.GetUtcNow();
        return await db.OneTimeLinks.Where(l => l.Hash == hash && l.UserId == null && l.UsedAt == null && l.ExpiresAt > now)
            .ExecuteUpdateAsync(l => l.SetProperty(x => x.UsedAt, now), cancellation) == 1;
    }

    private static Task<User?> AdministratorAsync(OpsPortalDbContext db, CancellationToken cancellation) =>
        db.Users.Where(u => u.Role == Role.Administrator && !u.Automation && u.DisabledAt == null).OrderBy(u => u.Id).FirstOrDefaultAsync(cancellation);
}

/// <param name="Administrator">Whom it would sign in; null where it makes the first administrator.</param>
public sealed record OneTimeOffer(string? Administrator);
