using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Finds or makes the account of somebody whom the provider vouches for, and takes over the groups that it says they are in.</summary>
public sealed class SignInByProvider(
    IDbContextFactory<OpsPortalDbContext> storage, IOptions<OidcSettings> settings, ILookupNormalizer normalizer, Standings standings, AuditLog audit, TimeProvider time)
{
    /// <summary>Of failures, by minute: whoever sends the same answer again and again does not fill a log that is never shortened.</summary>
    private const int MostNoted = 30;

    private readonly Lock gate = new();
    private long minute;
    private int noted;

    private OidcSettings Settings => settings.Value;

    /// <param name="person">Claims of a checked id token.</param>
    /// <param name="from">Where the browser is.</param>
    public async Task<Result<User>> InvokeAsync(ClaimsPrincipal person, Origin? from, CancellationToken cancellation)
    {
        var found = await FindAsync(person, cancellation);
        if (!found.Succeeded) await NoteFailureAsync(from, found.Problem.Field == "groups" ? "none of the groups may use OpsPortal" : "the account here cannot be used with the provider", cancellation, person);
        return found;
    }

    /// <summary>An entry for a sign-in that came to nothing: of the account where one is known, else of the provider. No address of a person: only what the provider calls them.</summary>
    internal async Task NoteFailureAsync(Origin? from, string why, CancellationToken cancellation, ClaimsPrincipal? person = null)
    {
        if (!HasRoom()) return;
        var (issuer, subject) = (person?.FindFirstValue("iss"), person?.FindFirstValue("sub"));
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var user = await db.UserLogins.Where(l => l.LoginProvider == issuer && l.ProviderKey == subject).Join(db.Users, l => l.UserId, u => u.Id, (_, u) => u).FirstOrDefaultAsync(cancellation);
        var detail = new Dictionary<string, string> { ["issuer"] = issuer ?? Settings.Authority ?? "", ["why"] = why };
        if (subject is not null) detail["subject"] = subject.Length > 200 ? subject[..200] : subject;
        await audit.AppendAsync(db, (user?.ToActor() ?? Actor.Portal) with { From = from }, "signIn.failed", user is null ? "provider" : "user", user is null ? Settings.Name : $"{user.Id}", detail, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private bool HasRoom()
    {
        var now = time.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        lock (gate)
        {
            if (now != minute) (minute, noted) = (now, 0);
            return noted++ < MostNoted;
        }
    }

    private async Task<Result<User>> FindAsync(ClaimsPrincipal person, CancellationToken cancellation)
    {
        if (person.FindFirstValue("iss") is not { } issuer || person.FindFirstValue("sub") is not { } subject) return Problem.Forbidden("The provider did not say who this is.");
        var said = person.FindAll(Settings.GroupsClaim).Select(c => c.Value).Distinct().ToList();
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        var groups = await db.AccountGroups.Where(g => said.Contains(g.Name)).Select(g => g.Id).ToListAsync(cancellation);
        var role = said.Where(Settings.Roles.ContainsKey).Select(g => Settings.Roles[g]).Append(Settings.Others).Max();

        var login = await db.UserLogins.FirstOrDefaultAsync(l => l.LoginProvider == issuer && l.ProviderKey == subject, cancellation);
        var user = login is null ? null : await db.Users.FirstOrDefaultAsync(u => u.Id == login.UserId, cancellation);
        if (user is null or { FromProvider: true } && role == Role.None && groups.Count == 0)
            return Problem.Forbidden("None of your groups may use OpsPortal. Ask an administrator which group you need.") with { Field = "groups" };
        if (user is null)
        {
            var found = await OpenAsync(db, person, cancellation);
            if (!found.Succeeded) return found.Problem;
            user = found.Value;
            db.UserLogins.Add(new() { LoginProvider = issuer, ProviderKey = subject, UserId = user.Id, ProviderDisplayName = Settings.Name });
        }
        if (user.DisabledAt is not null) return Problem.Forbidden("This account was disabled; ask an administrator.");
        if (user.FromProvider) user.Role = role;
        if (user.FromProvider && person.FindFirstValue("name") is { Length: > 0 and <= 100 } name) user.DisplayName = name;
        await RefreshAsync(db, user, groups, cancellation);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, user.ToActor(), "signIn.provider", "user", $"{user.Id}", new Dictionary<string, string> { ["issuer"] = issuer, ["groups"] = string.Join(", ", said.Order(StringComparer.Ordinal).Take(50)) }, cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return user;
    }

    /// <summary>An account that is there already is opened to the provider only where the provider vouches for the address.</summary>
    private async Task<Result<User>> OpenAsync(OpsPortalDbContext db, ClaimsPrincipal person, CancellationToken cancellation)
    {
        var email = person.FindFirstValue("email");
        var userName = email ?? $"{person.FindFirstValue("sub")}@{new Uri(person.FindFirstValue("iss")!).Host}";
        var normal = normalizer.NormalizeName(userName);
        if (await db.Users.FirstOrDefaultAsync(u => u.NormalizedUserName == normal, cancellation) is { } there)
            return bool.TryParse(person.FindFirstValue("email_verified"), out var verified) && verified && email is not null && !there.Automation
                ? there
                : Problem.Forbidden($"There is an account with {userName} already, and the provider does not vouch for that address. Sign in with your password.");
        var now = time.GetUtcNow();
        var user = new User
        {
            Id = Guid.CreateVersion7(now),
            UserName = userName,
            NormalizedUserName = normal,
            Email = email,
            NormalizedEmail = normalizer.NormalizeEmail(email),
            EmailConfirmed = email is not null,
            DisplayName = person.FindFirstValue("name") is { Length: > 0 and <= 100 } name ? name : userName,
            FromProvider = true,
            CreatedAt = now,
            LockoutEnabled = true,
            SecurityStamp = Guid.NewGuid().ToString("N"),
        };
        db.Users.Add(user);
        return user;
    }

    // Memberships that an administrator gave stay; those that the provider gave follow it.
    private static async Task RefreshAsync(OpsPortalDbContext db, User user, List<Guid> groups, CancellationToken cancellation)
    {
        var members = await db.GroupMembers.Where(m => m.UserId == user.Id).ToListAsync(cancellation);
        db.GroupMembers.RemoveRange(members.Where(m => m.FromProvider && !groups.Contains(m.GroupId)));
        foreach (var group in groups.Where(g => members.All(m => m.GroupId != g))) db.GroupMembers.Add(new() { GroupId = group, UserId = user.Id, FromProvider = true });
    }
}
