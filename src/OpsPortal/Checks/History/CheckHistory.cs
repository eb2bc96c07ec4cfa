using Microsoft.EntityFrameworkCore;
using OpsPortal.Storage;

namespace OpsPortal.Checks.History;

/// <summary>What a time came to, in steps of one length.</summary>
/// <param name="At">When it began.</param>
public sealed record HistoryPoint(DateTimeOffset At, TimeSpan Length, Rollup Runs);

/// <summary>What was measured, as finely as it is still known.</summary>
public sealed class CheckHistory(IDbContextFactory<OpsPortalDbContext> contexts)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1), Day = TimeSpan.FromDays(1);

    /// <summary>Single runs, oldest first. Asks for no right: who asks has found the check.</summary>
    public async Task<IReadOnlyList<Sample>> RunsAsync(int check, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var first = TendHistory.Start(from, Hour);
        var packs = await db.CheckPacks.AsNoTracking().Where(p => p.CheckId == check && p.Hour >= first && p.Hour < to).OrderBy(p => p.Hour).ToListAsync(cancellation);
        var samples = await db.CheckSamples.AsNoTracking().Where(s => s.CheckId == check && s.At >= from && s.At < to).OrderBy(s => s.At).ToListAsync(cancellation);
        return [.. packs.SelectMany(p => SamplePack.Unpack(p.Hour, p.Samples)).Where(s => s.At >= from && s.At < to), .. samples.Select(s => new Sample(s.At, s.Outcome, s.Value))];
    }

    /// <summary>At most about <paramref name="most"/> points: of single runs where the time is short, of hours and days where it is long.</summary>
    public async Task<IReadOnlyList<HistoryPoint>> PointsAsync(int check, DateTimeOffset from, DateTimeOffset to, int most, CancellationToken cancellation)
    {
        var length = to - from;
        if (length <= TimeSpan.FromDays(2)) return Steps(await RunsAsync(check, from, to, cancellation), from, Round(length / most));
        return length <= TimeSpan.FromDays(30) ? await HoursAsync(check, from, to, cancellation) : await DaysAsync(check, from, to, cancellation);
    }

    /// <summary>Hours, the newest ones from runs that are not packed yet.</summary>
    public async Task<IReadOnlyList<HistoryPoint>> HoursAsync(int check, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var hours = await db.CheckHours.AsNoTracking().Where(h => h.CheckId == check && h.Hour >= from && h.Hour < to).OrderBy(h => h.Hour).ToListAsync(cancellation);
        var samples = await db.CheckSamples.AsNoTracking().Where(s => s.CheckId == check && s.At >= from && s.At < to).OrderBy(s => s.At).ToListAsync(cancellation);
        return [.. hours.Select(h => new HistoryPoint(h.Hour, Hour, Of(h))), .. Steps([.. samples.Select(s => new Sample(s.At, s.Outcome, s.Value))], DateTimeOffset.UnixEpoch, Hour)];
    }

    /// <summary>Days of UTC, the newest ones from hours and runs.</summary>
    public async Task<IReadOnlyList<HistoryPoint>> DaysAsync(int check, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (first, last) = (DateOnly.FromDateTime(from.UtcDateTime), DateOnly.FromDateTime(to.UtcDateTime));
        var days = await db.CheckDays.AsNoTracking().Where(d => d.CheckId == check && d.Day >= first && d.Day <= last).OrderBy(d => d.Day).ToListAsync(cancellation);
        var rest = days.Count > 0 ? TendHistory.At(days[^1].Day.AddDays(1)) : TendHistory.At(first);
        var newest = (await HoursAsync(check, rest, to, cancellation)).GroupBy(h => TendHistory.Start(h.At, Day)).Select(g => new HistoryPoint(g.Key, Day, Together([.. g.Select(h => h.Runs)])));
        return [.. days.Select(d => new HistoryPoint(TendHistory.At(d.Day), Day, Of(d))), .. newest];
    }

    /// <summary>Runs put together in steps that begin at multiples of their length.</summary>
    internal static IReadOnlyList<HistoryPoint> Steps(IReadOnlyList<Sample> samples, DateTimeOffset from, TimeSpan step) =>
        [.. samples.GroupBy(s => (s.At - from).Ticks / step.Ticks).Select(g => new HistoryPoint(from + TimeSpan.FromTicks(g.Key * step.Ticks), step, Rollup.Of([.. g])))];

    /// <summary>Of hours of a day that is not over; the 95th percentile is that of the worst hour then.</summary>
    private static Rollup Together(IReadOnlyList<Rollup> all) => new(
        all.Sum(r => r.Passed), all.Sum(r => r.Warned), all.Sum(r => r.Failed), all.Sum(r => r.Unknown), all.Min(r => r.Min), (float?)all.Average(r => r.Average), all.Max(r => r.Max), all.Max(r => r.P95));

    private static Rollup Of(CheckRollup row) => new(row.Passed, row.Warned, row.Failed, row.Unknown, row.Min, row.Average, row.Max, row.P95);

    private static TimeSpan Round(TimeSpan step) => step < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(Math.Ceiling(step.TotalSeconds));
}
