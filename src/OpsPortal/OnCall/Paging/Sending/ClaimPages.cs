using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.OnCall.Paging.Sending;

/// <summary>
/// Takes what is due: one conditional UPDATE, so that each attempt has one holder. Attempts that were sent together before stay
/// together, since their message has a key; new ones over one method are put into one message.
/// </summary>
internal sealed class ClaimPages(IDbContextFactory<OpsPortalDbContext> contexts, PagingLimits limits, TimeProvider time)
{
    private const int MostInOne = 50;

    /// <summary>Null where nothing is due.</summary>
    public async Task<ClaimedMessage?> TakeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (now, claim) = (time.GetUtcNow(), Guid.NewGuid());
        var (lease, quiet) = (now + limits.Lease, now - limits.Pause);
        // The lock on the first one keeps two workers from taking one method's attempts apart.
        var taken = await db.Database.ExecuteSqlAsync($"""
            with first as (
              select a.id, a.method_id, a.bundle from page_attempts a
               where a.state = 'Waiting' and a.due_at <= {now}
                 and not exists (select 1 from page_attempts s where s.method_id = a.method_id and (s.state = 'Sending' or s.sent_at > {quiet}) and s.id <> a.id)
               order by a.due_at, a.id limit 1 for update skip locked),
            mine as (
              select a.id from page_attempts a, first f
               where a.state = 'Waiting' and a.method_id = f.method_id
                 and (a.id = f.id or (a.due_at <= {now} and a.bundle is not distinct from f.bundle))
               order by a.id limit {MostInOne} for update of a skip locked)
            update page_attempts set state = 'Sending', claim_id = {claim}, lease_until = {lease}, tries = tries + 1,
                   bundle = coalesce(bundle, (select min(id) from mine))
             where id in (select id from mine) and state = 'Waiting'
            """, cancellation);
        if (taken == 0) return null;
        var attempts = await db.PageAttempts.AsNoTracking().Include(a => a.Page).Where(a => a.ClaimId == claim).OrderBy(a => a.Id).ToListAsync(cancellation);
        return attempts.Count == 0 ? null : new(claim, attempts);
    }

    /// <summary>Looked at right before the side effect: false where somebody else looks after the message by now. The lease begins anew.</summary>
    public async Task<bool> HoldAsync(ClaimedMessage message, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var lease = now + limits.Lease;
        return await db.PageAttempts.Where(a => a.ClaimId == message.Claim && a.State == AttemptState.Sending && a.LeaseUntil > now)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.LeaseUntil, lease), cancellation) == message.Attempts.Count;
    }

    /// <summary>Those whose worker died while it sent.</summary>
    public async Task<IReadOnlyList<ClaimedMessage>> AbandonedAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var attempts = await db.PageAttempts.AsNoTracking().Include(a => a.Page).Where(a => a.State == AttemptState.Sending && a.LeaseUntil < now).OrderBy(a => a.Id).ToListAsync(cancellation);
        return [.. attempts.GroupBy(a => a.ClaimId!.Value).Select(g => new ClaimedMessage(g.Key, [.. g]))];
    }
}
