using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using OpsPortal.Storage;

namespace OpsPortal.Checks.History;

/// <summary>Packs hours that are over, rolls them up to days, forgets what is old. One process at a time; the others leave it to that one.</summary>
public sealed class TendHistory(IDbContextFactory<OpsPortalDbContext> contexts, CheckLimits limits, TimeProvider time)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        var packed = false;
        while (await WithinAsync(PackAsync, cancellation)) packed = true;
        while (await WithinAsync(RollUpAsync, cancellation)) packed = true;
        if (packed) await ForgetAsync(cancellation);
    }

    /// <summary>False where there was nothing to do, or another process does it.</summary>
    private async Task<bool> WithinAsync(Func<OpsPortalDbContext, NpgsqlConnection, CancellationToken, Task<bool>> work, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (!await db.Database.SqlQuery<bool>($"""select pg_try_advisory_xact_lock(hashtextextended('check-history', 0)) as "Value" """).SingleAsync(cancellation)) return false;
        var done = await work(db, (NpgsqlConnection)db.Database.GetDbConnection(), cancellation);
        await transaction.CommitAsync(cancellation);
        return done;
    }

    /// <summary>The oldest hour of which every run has long been over.</summary>
    private async Task<bool> PackAsync(OpsPortalDbContext db, NpgsqlConnection connection, CancellationToken cancellation)
    {
        if (await db.CheckSamples.MinAsync(s => (DateTimeOffset?)s.At, cancellation) is not { } oldest) return false;
        var hour = Start(oldest, Hour);
        var end = hour + Hour;
        if (time.GetUtcNow() - limits.KeepSamples < end) return false;
        var samples = await db.CheckSamples.AsNoTracking().Where(s => s.At < end).OrderBy(s => s.CheckId).ThenBy(s => s.At).ToListAsync(cancellation);
        var known = (await db.CheckHours.Where(h => h.Hour == hour).Select(h => h.CheckId).ToListAsync(cancellation)).ToHashSet();
        var checks = samples.GroupBy(s => s.CheckId).Where(g => !known.Contains(g.Key))
            .Select(g => (Check: g.Key, Samples: g.Select(s => new Sample(s.At, s.Outcome, s.Value)).ToList())).ToList();
        await using (var packs = await connection.BeginBinaryImportAsync("copy check_packs (check_id, hour, samples) from stdin (format binary)", cancellation))
        {
            foreach (var (check, runs) in checks)
            {
                await packs.StartRowAsync(cancellation);
                await packs.WriteAsync(check, NpgsqlDbType.Integer, cancellation);
                await packs.WriteAsync(hour, NpgsqlDbType.TimestampTz, cancellation);
                await packs.WriteAsync(SamplePack.Pack(hour, runs), NpgsqlDbType.Bytea, cancellation);
            }
            await packs.CompleteAsync(cancellation);
        }
        await using (var hours = await connection.BeginBinaryImportAsync("copy check_hours (check_id, hour, passed, warned, failed, unknown, min, average, max, p95) from stdin (format binary)", cancellation))
        {
            foreach (var (check, runs) in checks)
            {
                await hours.StartRowAsync(cancellation);
                await hours.WriteAsync(check, NpgsqlDbType.Integer, cancellation);
                await hours.WriteAsync(hour, NpgsqlDbType.TimestampTz, cancellation);
                await WriteAsync(hours, Rollup.Of(runs), cancellation);
            }
            await hours.CompleteAsync(cancellation);
        }
        await db.CheckSamples.Where(s => s.At < end).ExecuteDeleteAsync(cancellation);
        return true;
    }

    /// <summary>The oldest day of which every hour is packed and that is not rolled up yet. All checks together, so that the newest day tells how far it got.</summary>
    private async Task<bool> RollUpAsync(OpsPortalDbContext db, NpgsqlConnection connection, CancellationToken cancellation)
    {
        var last = await db.CheckDays.MaxAsync(d => (DateOnly?)d.Day, cancellation);
        var after = last is { } done ? At(done.AddDays(1)) : DateTimeOffset.MinValue;
        if (await db.CheckHours.Where(h => h.Hour >= after).MinAsync(h => (DateTimeOffset?)h.Hour, cancellation) is not { } first) return false;
        var day = Start(first, TimeSpan.FromDays(1));
        var end = day.AddDays(1);
        if (time.GetUtcNow() - limits.KeepSamples - Hour < end || await db.CheckSamples.AnyAsync(s => s.At < end, cancellation)) return false;
        var packs = (await db.CheckPacks.AsNoTracking().Where(p => p.Hour >= day && p.Hour < end).ToListAsync(cancellation)).GroupBy(p => p.CheckId).ToList();
        await using var days = await connection.BeginBinaryImportAsync("copy check_days (check_id, day, passed, warned, failed, unknown, min, average, max, p95) from stdin (format binary)", cancellation);
        foreach (var check in packs)
        {
            await days.StartRowAsync(cancellation);
            await days.WriteAsync(check.Key, NpgsqlDbType.Integer, cancellation);
            await days.WriteAsync(DateOnly.FromDateTime(day.UtcDateTime), NpgsqlDbType.Date, cancellation);
            await WriteAsync(days, Rollup.Of([.. check.SelectMany(p => SamplePack.Unpack(p.Hour, p.Samples))]), cancellation);
        }
        await days.CompleteAsync(cancellation);
        return packs.Count > 0;
    }

    private async Task ForgetAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var (runs, hours, days, changes) = (now.AddDays(-limits.KeepRunsDays), now.AddDays(-limits.KeepHoursDays), DateOnly.FromDateTime(now.UtcDateTime).AddDays(-limits.KeepDaysDays), now.AddDays(-limits.KeepChangesDays));
        await db.CheckPacks.Where(p => p.Hour < runs).ExecuteDeleteAsync(cancellation);
        await db.CheckHours.Where(h => h.Hour < hours).ExecuteDeleteAsync(cancellation);
        await db.CheckDays.Where(d => d.Day < days).ExecuteDeleteAsync(cancellation);
        await db.CheckChanges.Where(c => c.At < changes).ExecuteDeleteAsync(cancellation);
    }

    private static async Task WriteAsync(NpgsqlBinaryImporter to, Rollup rollup, CancellationToken cancellation)
    {
        foreach (var count in new[] { rollup.Passed, rollup.Warned, rollup.Failed, rollup.Unknown }) await to.WriteAsync(count, NpgsqlDbType.Integer, cancellation);
        foreach (var value in new[] { rollup.Min, rollup.Average, rollup.Max, rollup.P95 })
            if (value is { } known) await to.WriteAsync(known, NpgsqlDbType.Real, cancellation);
            else await to.WriteNullAsync(cancellation);
    }

    internal static DateTimeOffset Start(DateTimeOffset at, TimeSpan length) => new(at.UtcTicks - (at.UtcTicks % length.Ticks), TimeSpan.Zero);

    internal static DateTimeOffset At(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
}
