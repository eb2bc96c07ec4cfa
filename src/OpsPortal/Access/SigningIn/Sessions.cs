using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>The browsers that people are signed in with.</summary>
public sealed class Sessions(IDbContextFactory<OpsPortalDbContext> storage, Standings standings, AuditLog audit, TimeProvider time)
{
    private static readonly TimeSpan Accuracy = TimeSpan.FromMinutes(1);

    /// <summary>How long a proof of who somebody is counts for what is dangerous.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<Guid, DateTimeOffset> seen = new();

    /// <summary>Begins one. The id before it, of the same browser, is worth nothing from then on.</summary>
    public async Task<Guid> BeginAsync(Guid user, string userAgent, string address, Guid? before, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var session = new SignInSession { Id = Guid.NewGuid(), UserId = user, StartedAt = now, SeenAt = now, ConfirmedAt = now, Device = Device.Of(userAgent), Address = address };
        db.SignInSessions.Add(session);
        await db.SaveChangesAsync(cancellation);
        await db.Users.Where(u => u.Id == user).ExecuteUpdateAsync(u => u.SetProperty(x => x.SignedInAt, now), cancellation);
        if (before is { } old)
        {
            await db.SignInSessions.Where(s => s.Id == old && s.UserId == user).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellation);
            await standings.ChangedAsync(cancellation);
        }
        return session.Id;
    }

    /// <summary>The live ones, newest first.</summary>
    public async Task<IReadOnlyList<SignInSession>> AllAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.SignInSessions.AsNoTracking().Where(s => s.UserId == actor.Id && s.RevokedAt == null).OrderByDescending(s => s.SeenAt).ToListAsync(cancellation);
    }

    /// <summary>Signs a browser out, wherever it is; whatever it has open can do nothing from then on.</summary>
    public Task<Result<int>> RevokeAsync(Actor actor, Guid id, CancellationToken cancellation) => EndAsync(actor, s => s.Id == id, cancellation);

    /// <summary>Signs out every browser of this person but the one at hand.</summary>
    public Task<Result<int>> RevokeOthersAsync(Actor actor, CancellationToken cancellation) => EndAsync(actor, s => s.Id != actor.Session, cancellation);

    /// <summary>Whether this person proved lately who they are.</summary>
    public async Task<bool> IsFreshAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var since = time.GetUtcNow() - Fresh;
        return actor.Session is { } id && await db.SignInSessions.AnyAsync(s => s.Id == id && s.ConfirmedAt > since && s.RevokedAt == null, cancellation);
    }

    /// <summary>They just did.</summary>
    public async Task ConfirmAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        await db.SignInSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.ConfirmedAt, now), cancellation);
    }

    internal async ValueTask SeenAsync(Guid id, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (seen.TryGetValue(id, out var last) && now - last < Accuracy) return;
        seen[id] = now;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await db.SignInSessions.Where(s => s.Id == id).ExecuteUpdateAsync(s => s.SetProperty(x => x.SeenAt, now), cancellation);
    }

    private async Task<Result<int>> EndAsync(Actor actor, System.Linq.Expressions.Expression<Func<SignInSession, bool>> which, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var now = time.GetUtcNow();
        var ended = await db.SignInSessions.Where(s => s.UserId == actor.Id && s.RevokedAt == null).Where(which).ExecuteUpdateAsync(s => s.SetProperty(x => x.RevokedAt, now), cancellation);
        if (ended == 0) return 0;
        await audit.AppendAsync(db, actor, "session.revoked", "user", $"{actor.Id}", new Dictionary<string, string> { ["count"] = $"{ended}" }, cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return ended;
    }
}
