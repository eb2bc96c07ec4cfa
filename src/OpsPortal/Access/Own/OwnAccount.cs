using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>What somebody's own page shows.</summary>
public sealed class OwnAccount(IDbContextFactory<OpsPortalDbContext> storage)
{
    public async Task<OwnSummary?> FindAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == actor.Id, cancellation) is not { } user) return null;
        var passkeys = await db.UserPasskeys.AsNoTracking().Where(p => p.UserId == actor.Id).ToListAsync(cancellation);
        return new(user.DisplayName, user.Email, user.PasswordHash is not null, user.TwoFactorEnabled,
            [.. passkeys.OrderBy(p => p.Data.CreatedAt).Select(p => new PasskeySummary(Convert.ToHexStringLower(p.CredentialId), p.Data.Name ?? "a passkey", p.Data.CreatedAt))]);
    }
}

public sealed record OwnSummary(string Name, string? Email, bool HasPassword, bool TwoFactor, IReadOnlyList<PasskeySummary> Passkeys);

/// <param name="Id">Hex.</param>
public sealed record PasskeySummary(string Id, string Name, DateTimeOffset CreatedAt);
