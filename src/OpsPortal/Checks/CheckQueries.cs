using Microsoft.EntityFrameworkCore;
using OpsPortal.Checks.History;
using OpsPortal.Checks.Objectives;
using OpsPortal.Storage;

namespace OpsPortal.Checks;

/// <summary>A check with how it stands.</summary>
/// <param name="SystemName">As people call the system.</param>
/// <param name="Environment">Name.</param>
public sealed record CheckSheet(Check Check, CheckStanding Standing, string SystemName, string Environment, CheckBudget? Budget = null);

/// <param name="System">Slug.</param>
/// <param name="State">The worst of its checks; paused only where all of them are.</param>
/// <param name="Since">When the worst of them began to stand so.</param>
/// <param name="Why">Of the worst of them.</param>
public sealed record ComponentState(Guid SystemId, string System, Guid EnvironmentId, string? Component, CheckState State, DateTimeOffset Since, string Why, int Checks);

/// <param name="Uptime">0 to 1, of the check that was worst that day; null where none told.</param>
public sealed record ComponentDay(Guid SystemId, string System, Guid EnvironmentId, string? Component, DateOnly Day, double? Uptime);

/// <summary>Checks to look at: what the reader may not see is not there.</summary>
public sealed class CheckQueries(IDbContextFactory<OpsPortalDbContext> contexts, TimeProvider time)
{
    /// <summary>By system, environment and name.</summary>
    /// <param name="system">Slug; null for all.</param>
    public async Task<IReadOnlyList<CheckSheet>> ListAsync(string? system, string? environment, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await Sheets(db, db.Checks.Where(c => c.RemovedAt == null && (system == null || c.System == system) && (environment == null || c.Environment!.Name == environment))).ToListAsync(cancellation);
        return [.. rows.Select(r => r.Sheet).OrderBy(s => s.SystemName, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Environment, StringComparer.Ordinal).ThenBy(s => s.Check.Name, StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Null where there is none (any more).</summary>
    public async Task<CheckSheet?> FindAsync(int id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return (await Sheets(db, db.Checks.Where(c => c.Id == id && c.RemovedAt == null)).FirstOrDefaultAsync(cancellation))?.Sheet;
    }

    /// <summary>Newest first.</summary>
    public async Task<IReadOnlyList<CheckChange>> ChangesAsync(int id, DateTimeOffset? from, int most, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        return await db.CheckChanges.AsNoTracking().Where(c => c.CheckId == id && (from == null || c.At >= from)).OrderByDescending(c => c.Id).Take(most).ToListAsync(cancellation);
    }

    /// <summary>The newest runs of each check, oldest first.</summary>
    public async Task<ILookup<int, Sample>> NewestAsync(IReadOnlyCollection<int> checks, int most, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var ids = checks.ToArray();
        var rows = await db.CheckSamples.FromSql(
            $"select s.check_id, s.at, s.outcome, s.value from unnest({ids}) c cross join lateral (select * from check_samples where check_id = c order by at desc limit {most}) s").AsNoTracking().ToListAsync(cancellation);
        return rows.OrderBy(r => r.At).ToLookup(r => r.CheckId, r => new Sample(r.At, r.Outcome, r.Value));
    }

    /// <summary>How each part of each system stands now, for status pages.</summary>
    public async Task<IReadOnlyList<ComponentState>> StatesAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var rows = await db.CheckStandings.AsNoTracking().Where(s => s.Check!.RemovedAt == null)
            .Select(s => new { s.Check!.SystemId, s.Check.System, s.Check.EnvironmentId, s.Check.Component, s.State, s.Since, s.Why }).ToListAsync(cancellation);
        return [.. rows.GroupBy(r => (r.SystemId, r.System, r.EnvironmentId, r.Component)).Select(g =>
        {
            var worst = g.OrderByDescending(r => Badness(r.State)).ThenBy(r => r.Since).First();
            return new ComponentState(g.Key.SystemId, g.Key.System, g.Key.EnvironmentId, g.Key.Component, worst.State, worst.Since, worst.Why, g.Count());
        })];
    }

    /// <summary>The last days of each part of each system, today included, oldest first; days on which nothing ran are left out.</summary>
    public async Task<IReadOnlyList<ComponentDay>> UptimeAsync(int days, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var first = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(1 - days);
        // Days as far as they are rolled up, then hours, then what is not packed yet: nothing is counted twice.
        var tallies = await db.Database.SqlQuery<DayTally>(
            $"""
            with rolled as (select coalesce(max(day) + 1, '-infinity'::date) as upto from check_days),
            counted as (
              select check_id, day, passed + warned as good, failed from check_days where day >= {first}
              union all select check_id, (hour at time zone 'UTC')::date, passed + warned, failed from check_hours, rolled
               where hour >= {TendHistory.At(first)} and (hour at time zone 'UTC')::date >= rolled.upto
              union all select check_id, (at at time zone 'UTC')::date, (outcome < 2)::int, (outcome = 2)::int from check_samples where at >= {TendHistory.At(first)})
            select check_id as "CheckId", day as "Day", sum(good)::bigint as "Good", sum(failed)::bigint as "Failed" from counted group by check_id, day
            """).ToListAsync(cancellation);
        var checks = await db.Checks.AsNoTracking().Where(c => c.RemovedAt == null).Select(c => new { c.Id, c.SystemId, c.System, c.EnvironmentId, c.Component }).ToDictionaryAsync(c => c.Id, cancellation);
        return [.. tallies.Where(t => checks.ContainsKey(t.CheckId)).GroupBy(t => (Place: checks[t.CheckId] is var c ? (c.SystemId, c.System, c.EnvironmentId, c.Component) : default, t.Day)).OrderBy(g => g.Key.Day)
            .Select(g => new ComponentDay(g.Key.Place.SystemId, g.Key.Place.System, g.Key.Place.EnvironmentId, g.Key.Place.Component, g.Key.Day, g.Min(t => Rollup.Uptime(t.Good, 0, t.Failed))))];
    }

    /// <summary>Which of two states people have to hear of first.</summary>
    internal static int Badness(CheckState state) => state switch { CheckState.Failing => 4, CheckState.Warning => 3, CheckState.Unknown => 2, CheckState.Passing => 1, _ => 0 };

    private static IQueryable<Row> Sheets(OpsPortalDbContext db, IQueryable<Check> checks) =>
        from check in checks.AsNoTracking()
        join standing in db.CheckStandings on check.Id equals standing.CheckId
        join system in db.Systems on check.SystemId equals system.Id
        select new Row(new CheckSheet(check, standing, system.Name, check.Environment!.Name, db.CheckBudgets.FirstOrDefault(b => b.CheckId == check.Id)));

    private sealed record Row(CheckSheet Sheet);

    private sealed record DayTally(int CheckId, DateOnly Day, long Good, long Failed);
}
