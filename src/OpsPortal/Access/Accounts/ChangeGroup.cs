using Microsoft.EntityFrameworkCore;
using OpsPortal.Audit;
using OpsPortal.Storage;

namespace OpsPortal.Access;

/// <summary>Groups and who is in them.</summary>
public sealed class ChangeGroup(IDbContextFactory<OpsPortalDbContext> storage, AccountGuard guard, Standings standings, AuditLog audit, TimeProvider time)
{
    public async Task<Result<GroupSummary>> AddAsync(Actor actor, string? name, CancellationToken cancellation)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        if (name?.Trim() is not { Length: > 0 and <= 100 } said) return Problem.Invalid("Give the group a name of at most 100 characters, e.g. platform-team.", "name");
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        if (await db.AccountGroups.AnyAsync(g => g.Name == said, cancellation)) return Problem.Conflict($"There is a group {said} already.");
        var group = new AccountGroup { Id = Guid.CreateVersion7(time.GetUtcNow()), Name = said };
        db.AccountGroups.Add(group);
        await FinishAsync(db, actor, "group.added", group, [], cancellation);
        await transaction.CommitAsync(cancellation);
        return new GroupSummary(group.Id, said, [], []);
    }

    /// <summary>Takes a group away, and with it what its members had from it.</summary>
    public Task<Result<AccountGroup>> RemoveAsync(Actor actor, Guid id, CancellationToken cancellation) =>
        InTurnAsync(actor, id, "group.removed", (db, group) => { db.AccountGroups.Remove(group); return Task.FromResult<Problem?>(null); }, [], cancellation);

    public Task<Result<AccountGroup>> SetMemberAsync(Actor actor, Guid id, Guid account, bool member, CancellationToken cancellation) =>
        InTurnAsync(actor, id, member ? "group.memberAdded" : "group.memberRemoved", async (db, group) =>
        {
            if (!await db.Users.AnyAsync(u => u.Id == account, cancellation)) return Problem.NotFound("That account is gone. Reload the list.");
            var known = await db.GroupMembers.FirstOrDefaultAsync(m => m.GroupId == id && m.UserId == account, cancellation);
            if (member && known is null) db.GroupMembers.Add(new() { GroupId = id, UserId = account });
            if (!member && known is not null) db.GroupMembers.Remove(known);
            return null;
        }, new() { ["account"] = $"{account}" }, cancellation);

    private async Task<Result<AccountGroup>> InTurnAsync(
        Actor actor, Guid id, string action, Func<OpsPortalDbContext, AccountGroup, Task<Problem?>> change, Dictionary<string, string> detail, CancellationToken cancellation)
    {
        if (await guard.RefuseAsync(actor, cancellation) is { } refused) return refused;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync("accounts", cancellation);
        if (await db.AccountGroups.FirstOrDefaultAsync(g => g.Id == id, cancellation) is not { } group) return Problem.NotFound("That group is gone. Reload the list.");
        if (await change(db, group) is { } problem) return problem;
        await FinishAsync(db, actor, action, group, detail, cancellation);
        await transaction.CommitAsync(cancellation);
        await standings.ChangedAsync(cancellation);
        return group;
    }

    private async Task FinishAsync(OpsPortalDbContext db, Actor actor, string action, AccountGroup group, Dictionary<string, string> detail, CancellationToken cancellation)
    {
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, action, "group", $"{group.Id}", new Dictionary<string, string>(detail) { ["name"] = group.Name }, cancellation);
    }
}
