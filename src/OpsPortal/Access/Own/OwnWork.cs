using Microsoft.AspNetCore.Identity;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>What people do to their own account: in a browser that proved lately who is there, change and audit in one transaction.</summary>
public sealed class OwnWork(IServiceScopeFactory scopes, Sessions sessions, AuditLog audit)
{
    /// <param name="fresh">A session alone is not enough.</param>
    internal async Task<Result<T>> DoAsync<T>(Actor actor, string action, bool fresh, Func<UserManager<User>, User, OpsPortalDbContext, Task<Result<T>>> change, CancellationToken cancellation)
    {
        if (actor.Rights.Ended is { } why) return Problem.Forbidden(why);
        if (actor.Session is null) return Problem.Forbidden("An account is changed by its owner in a browser, not by an API token.");
        if (fresh && !await sessions.IsFreshAsync(actor, cancellation)) return Problem.Forbidden("Confirm first that it is you.") with { Field = AccountGuard.ConfirmField };
        await using var scope = scopes.CreateAsyncScope();
        var (users, db) = (scope.ServiceProvider.GetRequiredService<UserManager<User>>(), scope.ServiceProvider.GetRequiredService<OpsPortalDbContext>());
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await users.FindByIdAsync($"{actor.Id}") is not { } user) return Problem.NotFound("Your account is gone.");
        var done = await change(users, user, db);
        if (!done.Succeeded)
        {
            // What a refusal counted, e.g. wrong passwords, stays counted.
            await transaction.CommitAsync(cancellation);
            return done;
        }
        await audit.AppendAsync(db, actor, action, "user", $"{actor.Id}", null, cancellation);
        await transaction.CommitAsync(cancellation);
        return done;
    }
}
