using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>From rows to rights.</summary>
internal static class RightsReader
{
    private const int AdministratorsNamed = 3;

    public static async Task<Rights> ReadAsync(OpsPortalDbContext db, StandingKey key, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.Users.Where(u => u.Id == key.Account).Select(u => new { u.Role, u.DisplayName, u.Email, u.DisabledAt }).FirstOrDefaultAsync(cancellation) is not { } account)
            return Over("This account is gone.");
        if (account.DisabledAt is not null) return Over("This account was disabled; ask an administrator.");
        if (key.Session is { } session && !await db.SignInSessions.AnyAsync(s => s.Id == session && s.UserId == key.Account && s.RevokedAt == null, cancellation))
            return Over("You were signed out; sign in again.");

        var groups = await db.GroupMembers.Where(m => m.UserId == key.Account).Select(m => new { m.GroupId, m.Group!.Name }).ToListAsync(cancellation);
        var ids = groups.Select(g => g.GroupId).ToList();
        // What a grant names is read whatever the one who asks may see; an environment that was removed brings nothing.
        var rows = await (from g in db.RoleGrants
                          where g.UserId == key.Account || (g.GroupId != null && ids.Contains(g.GroupId.Value))
                          join e in db.Environments.IgnoreQueryFilters() on g.EnvironmentId equals e.Id into environments
                          from e in environments.DefaultIfEmpty()
                          where g.EnvironmentId == null || e.RemovedAt == null
                          select new { g.Role, g.EnvironmentId, EnvironmentName = e == null ? null : e.Name, g.System }).ToListAsync(cancellation);
        List<Grant> grants = [.. Rights.Of(account.Role).Grants, .. rows.Select(r => new Grant(r.Role.Can(), r.EnvironmentId, r.EnvironmentName, r.System))];
        var administrators = await db.Users.Where(u => u.Role == Role.Administrator && !u.Automation && u.DisabledAt == null)
            .OrderBy(u => u.Id).Select(u => u.DisplayName).Take(AdministratorsNamed).ToListAsync(cancellation);
        var rights = new Rights(grants) { Name = account.DisplayName, Email = account.Email, Administrators = administrators, Groups = [.. groups.Select(g => g.Name)] };
        return key.Token is { } token ? await LimitAsync(db, rights, token, now, cancellation) : rights;
    }

    /// <summary>A token may do what its account may, within its scopes and environments.</summary>
    private static async Task<Rights> LimitAsync(OpsPortalDbContext db, Rights rights, Guid id, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await db.ApiTokens.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id, cancellation) is not { } token || !token.IsValid(now)) return Over("This API token was revoked, or has expired.");
        var grants = rights.Grants.Select(g => g with { Can = g.Can & token.Scopes });
        if (token.EnvironmentIds.Count > 0)
        {
            var places = await db.Environments.IgnoreQueryFilters().Where(e => token.EnvironmentIds.Contains(e.Id) && e.RemovedAt == null).Select(e => new { e.Id, e.Name }).ToListAsync(cancellation);
            grants = grants.SelectMany(g => places.Select(p => g.Within(p.Id, p.Name)).OfType<Grant>());
        }
        return rights with { Grants = [.. grants.Where(g => g.Can != Permission.None).Distinct()], OfToken = true };
    }

    private static Rights Over(string why) => Rights.None with { Ended = why };
}
