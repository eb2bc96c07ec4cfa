using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>API tokens of one's own: issued, listed, revoked.</summary>
public sealed class IssueToken(OwnWork own, IDbContextFactory<OpsPortalDbContext> storage, Standings standings, AuditLog audit, TimeProvider time)
{
    /// <summary>The token, shown once.</summary>
    public Task<Result<IssuedToken>> InvokeAsync(Actor actor, TokenForm form, CancellationToken cancellation) =>
        own.DoAsync<IssuedToken>(actor, "token.issued", fresh: true, async (_, user, db) =>
        {
            if (form.Name?.Trim() is not { Length: > 0 and <= 100 } name) return Problem.Invalid("Say what the token is for, e.g. nightly checks.", "name");
            if (form.Scopes == Permission.None) return Problem.Invalid("Choose at least one thing that it may do.", "scopes");
            if (form.Days is < 1 or > 366) return Problem.Invalid("A token lives 1 to 366 days; leave the days out for one that never expires.", "days");
            if (!actor.MaySomewhere(Permission.See)) return Problem.Forbidden("You may do nothing yourself, so a token of yours could not either.");
            var environments = await db.Environments.Where(e => form.Environments.Contains(e.Name) && e.RemovedAt == null).Select(e => new { e.Id, e.Name }).ToListAsync(cancellation);
            if (form.Environments.Except(environments.Select(e => e.Name)).FirstOrDefault() is { } missing) return Problem.Invalid($"There is no environment {missing}.", "environments");
            var text = "op_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
            var now = time.GetUtcNow();
            var token = new ApiToken
            {
                // Whoever acts has to see what they act on.
                Id = Guid.CreateVersion7(now),
                Name = name,
                Hash = ApiToken.HashOf(text),
                UserId = user.Id,
                Scopes = form.Scopes | Permission.See,
                EnvironmentIds = [.. environments.Select(e => e.Id)],
                CreatedAt = now,
                ExpiresAt = form.Days is { } days ? now.AddDays(days) : null,
            };
            db.ApiTokens.Add(token);
            await db.SaveChangesAsync(cancellation);
            return new IssuedToken(token.Id, text);
        }, cancellation);

    /// <summary>Those that were not revoked, newest first.</summary>
    public async Task<IReadOnlyList<ApiToken>> AllAsync(Actor actor, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        return await db.ApiTokens.AsNoTracking().Where(t => t.UserId == actor.Id && t.RevokedAt == null).OrderByDescending(t => t.CreatedAt).ToListAsync(cancellation);
    }

    /// <summary>Good at once.</summary>
    public async Task<Result<ApiToken>> RevokeAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (actor.Session is null) return Problem.Forbidden("Tokens are revoked by their owner in a browser.");
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.ApiTokens.FirstOrDefaultAsync(t => t.Id == id && t.UserId == actor.Id && t.RevokedAt == null, cancellation) is not { } token) return Problem.NotFound("That token was revoked already.");
        token.RevokedAt = time.GetUtcNow();
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "token.revoked", "user", $"{actor.Id}", new Dictionary<string, string> { ["name"] = token.Name }, cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return token;
    }
}

/// <param name="Scopes">At most these, of what the account may.</param>
/// <param name="Environments">Names; none means everywhere.</param>
/// <param name="Days">Until it expires, 1 to 366; null never.</param>
public sealed record TokenForm(string? Name, Permission Scopes, IReadOnlyList<string> Environments, int? Days);

public sealed record IssuedToken(Guid Id, string Token);
