using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Accounts and groups as administrators see them.</summary>
public sealed class AccountQueries(IDbContextFactory<OpsPortalDbContext> storage, TimeProvider time)
{
    /// <summary>By name; refused to everybody but administrators.</summary>
    public async Task<Result<IReadOnlyList<AccountSummary>>> AccountsAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, toDoWhat: "see accounts") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var grants = await GrantsAsync(db, cancellation);
        var groups = await db.GroupMembers.Select(m => new { m.UserId, m.Group!.Name }).ToListAsync(cancellation);
        var passkeys = await db.UserPasskeys.GroupBy(p => p.UserId).Select(g => new { g.Key, Count = g.Count() }).ToDictionaryAsync(g => g.Key, g => g.Count, cancellation);
        var users = await db.Users.AsNoTracking().OrderBy(u => u.DisplayName).ToListAsync(cancellation);
        return users.Select(u => new AccountSummary(
            u.Id, u.DisplayName, u.Email, u.Role, u.Automation, u.DisabledAt is not null, u.PasswordHash is not null, u.TwoFactorEnabled, passkeys.GetValueOrDefault(u.Id),
            u.LockoutEnd is { } until && until > now ? until : null, u.SignedInAt,
            [.. groups.Where(g => g.UserId == u.Id).Select(g => g.Name).Order(StringComparer.Ordinal)], [.. grants.Where(g => g.User == u.Id).Select(g => g.Grant)])).ToList();
    }

    /// <summary>Slugs and names of the systems that a grant can be for.</summary>
    public async Task<IReadOnlyList<(string Slug, string Name)>> SystemsAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return [.. (await db.Systems.OrderBy(s => s.Name).Select(s => new { s.Slug, s.Name }).ToListAsync(cancellation)).Select(s => (s.Slug, s.Name))];
    }

    /// <summary>By name.</summary>
    public async Task<Result<IReadOnlyList<GroupSummary>>> GroupsAsync(Actor actor, CancellationToken cancellation)
    {
        if (actor.May(Permission.Administer, toDoWhat: "see groups") is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var grants = await GrantsAsync(db, cancellation);
        var groups = await db.AccountGroups.AsNoTracking().Include(g => g.Members).OrderBy(g => g.Name).ToListAsync(cancellation);
        return groups.Select(g => new GroupSummary(g.Id, g.Name, [.. g.Members.Select(m => m.UserId)], [.. grants.Where(r => r.Group == g.Id).Select(r => r.Grant)])).ToList();
    }

    private static async Task<List<(Guid? User, Guid? Group, GrantSummary Grant)>> GrantsAsync(OpsPortalDbContext db, CancellationToken cancellation)
    {
        var rows = await (from g in db.RoleGrants.AsNoTracking()
                          join e in db.Environments on g.EnvironmentId equals e.Id into environments
                          from e in environments.DefaultIfEmpty()
                          where g.EnvironmentId == null || e.RemovedAt == null
                          orderby g.GivenAt
                          select new { g, Environment = e == null ? null : e.Name }).ToListAsync(cancellation);
        return [.. rows.Select(r => (r.g.UserId, r.g.GroupId, new GrantSummary(r.g.Id, r.g.Role, r.Environment, r.g.System, r.g.GivenBy, r.g.GivenAt)))];
    }
}

/// <param name="Role">Everywhere.</param>
/// <param name="LockedUntil">After too many wrong passwords; null where it is not locked.</param>
public sealed record AccountSummary(
    Guid Id, string Name, string? Email, Role Role, bool Automation, bool Disabled, bool HasPassword, bool TwoFactor, int Passkeys,
    DateTimeOffset? LockedUntil, DateTimeOffset? SignedInAt, IReadOnlyList<string> Groups, IReadOnlyList<GrantSummary> Grants);

public sealed record GroupSummary(Guid Id, string Name, IReadOnlyList<Guid> Members, IReadOnlyList<GrantSummary> Grants);

/// <param name="Environment">Null means every environment.</param>
/// <param name="System">Slug; null means every system.</param>
public sealed record GrantSummary(Guid Id, Role Role, string? Environment, string? System, string GivenBy, DateTimeOffset GivenAt)
{
    /// <summary>"responder in production, of shop".</summary>
    public string Sentence => $"{Role.Word()}{(Environment is null ? "" : $" in {Environment}")}{(System is null ? "" : $" of {System}")}";
}
