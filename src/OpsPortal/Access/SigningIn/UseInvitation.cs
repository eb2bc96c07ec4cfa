using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Lets the owner of an account choose a password, with the link that an administrator gave them.</summary>
public sealed class UseInvitation(IDbContextFactory<OpsPortalDbContext> storage, UserManager<User> users, AuditLog audit, TimeProvider time)
{
    private const string Spent = "This link was used already, was replaced by another one, or is too old. Ask an administrator for a new one.";

    /// <summary>Whose account it opens; nothing is used up by looking.</summary>
    public async Task<Result<User>> LookAsync(string code, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await FindAsync(db, code, cancellation) is { } user ? user : Problem.NotFound(Spent);
    }

    public async Task<Result<User>> InvokeAsync(string code, string password, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await FindAsync(db, code, cancellation) is not { } user) return Problem.NotFound(Spent);
        if (await ProvePassword.WeakAsync(users, user, password, "password") is { } weak) return weak;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var (hash, now) = (ApiToken.HashOf(code), time.GetUtcNow());
        // One statement decides who of two browsers gets in.
        if (await db.OneTimeLinks.Where(l => l.Hash == hash && l.UsedAt == null && l.ExpiresAt > now).ExecuteUpdateAsync(l => l.SetProperty(x => x.UsedAt, now), cancellation) != 1) return Problem.NotFound(Spent);
        var hashed = users.PasswordHasher.HashPassword(user, password);
        await db.Users.Where(u => u.Id == user.Id).ExecuteUpdateAsync(u => u.SetProperty(x => x.PasswordHash, hashed).SetProperty(x => x.EmailConfirmed, true), cancellation);
        await audit.AppendAsync(db, user.ToActor(), "account.joined", "user", $"{user.Id}", null, cancellation);
        await transaction.CommitAsync(cancellation);
        return user;
    }

    private async Task<User?> FindAsync(OpsPortalDbContext db, string code, CancellationToken cancellation)
    {
        var (hash, now) = (ApiToken.HashOf(code), time.GetUtcNow());
        return await (from l in db.OneTimeLinks
                      where l.Hash == hash && l.UserId != null && l.UsedAt == null && l.ExpiresAt > now
                      join u in db.Users on l.UserId equals u.Id
                      where u.DisabledAt == null
                      select u).AsNoTracking().FirstOrDefaultAsync(cancellation);
    }
}
