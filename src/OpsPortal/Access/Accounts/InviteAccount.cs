using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Makes an account, and a link with which its owner chooses a password.</summary>
public sealed class InviteAccount(IDbContextFactory<OpsPortalDbContext> storage, AccountGuard guard, AuditLog audit, ILookupNormalizer normalizer, TimeProvider time)
{
    private static readonly TimeSpan LinkLife = TimeSpan.FromDays(7);

    public async Task<Result<Invitation>> InvokeAsync(Actor actor, InvitationForm form, CancellationToken cancellation)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        if (form.Name?.Trim() is not { Length: > 0 and <= 100 } name) return Problem.Invalid("Give a name that others will see, at most 100 characters.", "name");
        if (form.Email?.Trim() is not { Length: <= 200 } email || !IsAddress(email)) return Problem.Invalid("Give an e-mail address; they sign in with it.", "email");
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        var normal = normalizer.NormalizeName(email);
        if (await db.Users.AnyAsync(u => u.NormalizedUserName == normal, cancellation)) return Problem.Conflict($"There is an account with {email} already; change that one.");
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = email,
            NormalizedUserName = normal,
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            DisplayName = name,
            Role = form.Role,
            CreatedAt = now,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        db.Users.Add(user);
        var code = OneTimeLink.New(out var hash);
        db.OneTimeLinks.Add(new() { Hash = hash, UserId = user.Id, CreatedAt = now, ExpiresAt = now + LinkLife });
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "account.invited", "user", $"{user.Id}", new Dictionary<string, string> { ["name"] = name, ["email"] = email, ["role"] = form.Role.Word() }, cancellation);
        await transaction.CommitAsync(cancellation);
        return new Invitation(user.Id, name, $"/join?code={code}", now + LinkLife);
    }

    internal static bool IsAddress(string email) => email.IndexOf('@') is > 0 and var at && at < email.Length - 1 && !email.Any(c => char.IsWhiteSpace(c) || char.IsControl(c));
}

/// <param name="Role">What they may everywhere; <see cref="Role.None"/> leaves it to grants.</param>
public sealed record InvitationForm(string? Name, string? Email, Role Role = Role.Viewer);

/// <param name="Link">Shown once; whoever has it chooses the password.</param>
public sealed record Invitation(Guid Account, string Name, string Link, DateTimeOffset ExpiresAt);
