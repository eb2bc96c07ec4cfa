using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Somebody as other systems know them.</summary>
/// <param name="User">The e-mail address, else the name.</param>
public sealed record ActingPerson(string User, IReadOnlyList<string> Groups);

/// <summary>In whose name targets are asked, where an environment wants that. It follows the request, the circuit or the step.</summary>
public static class Acting
{
    private static readonly AsyncLocal<Func<ActingPerson?>?> Current = new();

    public static ActingPerson? Person => Current.Value?.Invoke();

    public static void As(ActingPerson? person) => Current.Value = () => person;

    /// <summary>With the groups that they are in when it comes to it.</summary>
    public static void As(Actor? actor) => Current.Value = actor is null ? null : () => new ActingPerson(actor.Rights.Email ?? actor.Name, actor.Groups);
}

/// <summary>Finds them for work that goes on after the click.</summary>
public sealed class ActingPeople(IDbContextFactory<OpsPortalDbContext> storage)
{
    /// <summary>Null where there is no such account.</summary>
    public async Task<ActingPerson?> FindAsync(Guid account, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Users.Where(u => u.Id == account).Select(u => new { u.Email, u.DisplayName }).FirstOrDefaultAsync(cancellation) is not { } user) return null;
        return new(user.Email ?? user.DisplayName, await db.GroupMembers.Where(m => m.UserId == account).Select(m => m.Group!.Name).ToListAsync(cancellation));
    }
}
