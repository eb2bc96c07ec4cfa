using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Checks.Judging;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>Takes checks that are due, so that any number of workers share them. A worker that dies loses them when its claim runs out.</summary>
public sealed class ClaimChecks(IDbContextFactory<OpsPortalDbContext> contexts, NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>Null where none is due. Those that were due when the portal was away are given a new time and are not among them.</summary>
    public async Task<IReadOnlyList<CheckStanding>?> TakeAsync(int most, CancellationToken cancellation)
    {
        var (claim, now) = (Guid.NewGuid(), time.GetUtcNow());
        await using (var take = source.CreateCommand(
            """
            update check_standings s set claim_id = $1, claim_until = $2 + c.timeout * (c.retries + 1) + interval '30 seconds'
              from checks c
             where c.id = s.check_id and s.check_id in (
               select check_id from check_standings where due_at <= $2 and (claim_until is null or claim_until < $2) order by due_at limit $3 for update skip locked)
            """))
        {
            take.Parameters.Add(new() { Value = claim });
            take.Parameters.Add(new() { Value = now });
            take.Parameters.Add(new() { Value = most });
            if (await take.ExecuteNonQueryAsync(cancellation) == 0) return null;
        }
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var taken = await db.CheckStandings.AsNoTracking().Include(s => s.Check!).ThenInclude(c => c.Environment).Where(s => s.ClaimId == claim).OrderBy(s => s.DueAt).ToListAsync(cancellation);
        foreach (var missed in taken.Where(s => IsMissed(s, now))) await PutOffAsync(db, missed, claim, now, cancellation);
        return taken.FindAll(s => !IsMissed(s, now));
    }

    /// <summary>Takes one whatever its time is, also from whoever holds it; null where it is paused or gone.</summary>
    public async Task<CheckStanding?> TakeOneAsync(int check, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (claim, now) = (Guid.NewGuid(), time.GetUtcNow());
        var until = now.AddSeconds(30);
        var taken = await db.CheckStandings.Where(s => s.CheckId == check && s.State != CheckState.Paused)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.ClaimId, claim).SetProperty(x => x.ClaimUntil, until), cancellation);
        return taken == 0 ? null : await db.CheckStandings.AsNoTracking().Include(s => s.Check!).ThenInclude(c => c.Environment).FirstOrDefaultAsync(s => s.CheckId == check && s.ClaimId == claim, cancellation);
    }

    private static bool IsMissed(CheckStanding standing, DateTimeOffset now) => standing.LastAt is not null && standing.ExecutionId is null && now - standing.DueAt > DueTimes.Grace;

    private static async Task PutOffAsync(OpsPortalDbContext db, CheckStanding missed, Guid claim, DateTimeOffset now, CancellationToken cancellation)
    {
        var check = missed.Check!;
        // Nobody could call while the portal was away: a heartbeat has its whole time once more.
        var due = check.Spec is HeartbeatCheck beat ? now + check.Interval + TimeSpan.FromSeconds(beat.GraceSeconds) : DueTimes.AfterOutage(check.Id, check.Interval, now);
        await db.CheckStandings.Where(s => s.CheckId == check.Id && s.ClaimId == claim)
            .ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, due).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimUntil, (DateTimeOffset?)null), cancellation);
    }
}
