using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Checks.Running;
using OpsPortal.Environments;
using OpsPortal.Incidents;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;
using OpsPortal.Targets;
using OpsPortal.Targets.Probes;

namespace OpsPortal.Checks.Objectives;

/// <summary>Calculates error budgets, and tells where one burns too fast.</summary>
public sealed class TendObjectives(
    IDbContextFactory<OpsPortalDbContext> contexts, NpgsqlDataSource source, TargetContexts targets, CheckIncidents incidents, IEnumerable<IQuietTime> quiet, ILiveBus bus, TimeProvider time, ILogger<TendObjectives> log)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);
    private static readonly string[] Windows = ["1h", "5m", "6h", "30m"];

    public async Task InvokeAsync(CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var now = time.GetUtcNow();
        var due = now - Interval;
        var waiting = await db.Checks.AsNoTracking().Include(c => c.Environment).Where(c => c.Objective != null && c.RemovedAt == null && c.PausedAt == null
            && !db.CheckBudgets.Any(b => b.CheckId == c.Id && b.At > due)).ToListAsync(cancellation);
        foreach (var check in waiting)
        {
            // Whoever writes the moment first calculates; the others go on to the next one.
            await db.Database.ExecuteSqlAsync($"insert into check_budgets (check_id, at) values ({check.Id}, {DateTimeOffset.UnixEpoch}) on conflict do nothing", cancellation);
            if (await db.CheckBudgets.Where(b => b.CheckId == check.Id && b.At <= due).ExecuteUpdateAsync(b => b.SetProperty(x => x.At, now), cancellation) == 0) continue;
            await CalculateAsync(check, check.Objective!, now, cancellation);
        }
    }

    private async Task CalculateAsync(Check check, Objective objective, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var (good, rates, alert) = objective.Ratio is { } ratio ? await ByQueryAsync(check, objective, ratio, cancellation) : await ByRunsAsync(check, objective, now, cancellation);
            await using var db = await contexts.CreateDbContextAsync(cancellation);
            double? left = good is { } share ? BurnRate.Left(objective.Percent, share) : null;
            await db.CheckBudgets.Where(b => b.CheckId == check.Id).ExecuteUpdateAsync(b => b.SetProperty(x => x.Good, good).SetProperty(x => x.Left, left)
                .SetProperty(x => x.HourRate, rates[0]).SetProperty(x => x.FiveMinuteRate, rates[1]).SetProperty(x => x.SixHourRate, rates[2]).SetProperty(x => x.HalfHourRate, rates[3]), cancellation);
            var standing = await db.CheckStandings.AsNoTracking().FirstOrDefaultAsync(s => s.CheckId == check.Id, cancellation);
            if (standing is null) return;
            var opens = alert != BurnAlert.None && standing.Incident is null && check.OpensIncident && !await IsQuietAsync(check, now, cancellation);
            if (standing.Burn != alert || opens) await MoveAsync(check, objective, standing, alert, opens, cancellation);
        }
        catch (Exception e) when (e is TargetUnreachableException or MeasureFailedException or Targets.Http.ReachRefusedException)
        {
            log.LogInformation("The objective of {Check} could not be calculated: {Why}", check.Name, e.Message);
        }
    }

    private async Task<bool> IsQuietAsync(Check check, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var one in quiet)
            if (await one.CoversAsync(check.SystemId, check.EnvironmentId, check.Component, now, cancellation)) return true;
        return false;
    }

    /// <summary>Warned runs are good ones; unknown ones are no runs.</summary>
    private async Task<(double? Good, double?[] Rates, BurnAlert Alert)> ByRunsAsync(Check check, Objective objective, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var ask = source.CreateCommand(
            """
            with recent as (select at, outcome from check_samples where check_id = $1)
            select (select count(*) filter (where outcome < 2) from recent) + coalesce((select sum(passed + warned) from check_hours where check_id = $1 and hour >= $2), 0),
                   (select count(*) filter (where outcome = 2) from recent) + coalesce((select sum(failed) from check_hours where check_id = $1 and hour >= $2), 0),
                   count(*) filter (where outcome < 2 and at >= $3 - interval '1 hour'), count(*) filter (where outcome = 2 and at >= $3 - interval '1 hour'),
                   count(*) filter (where outcome < 2 and at >= $3 - interval '5 minutes'), count(*) filter (where outcome = 2 and at >= $3 - interval '5 minutes'),
                   count(*) filter (where outcome < 2 and at >= $3 - interval '6 hours'), count(*) filter (where outcome = 2 and at >= $3 - interval '6 hours'),
                   count(*) filter (where outcome < 2 and at >= $3 - interval '30 minutes'), count(*) filter (where outcome = 2 and at >= $3 - interval '30 minutes')
              from recent
            """);
        ask.Parameters.Add(new() { Value = check.Id });
        ask.Parameters.Add(new() { Value = now.AddDays(-objective.Days) });
        ask.Parameters.Add(new() { Value = now });
        await using var row = await ask.ExecuteReaderAsync(cancellation);
        await row.ReadAsync(cancellation);
        Tally At(int place) => new(Convert.ToInt64(row.GetValue(place)), Convert.ToInt64(row.GetValue(place + 1)));
        var (all, hour, five, six, half) = (At(0), At(2), At(4), At(6), At(8));
        return (all.All == 0 ? null : (double)all.Good / all.All, [.. new[] { hour, five, six, half }.Select(t => BurnRate.Of(objective.Percent, t))], BurnRate.Alert(objective.Percent, hour, five, six, half));
    }

    private async Task<(double? Good, double?[] Rates, BurnAlert Alert)> ByQueryAsync(Check check, Objective objective, string ratio, CancellationToken cancellation)
    {
        if (check.Environment is not { RemovedAt: null } environment) return (null, [null, null, null, null], BurnAlert.None);
        var context = targets.For(environment, null, Silence.Output);
        async Task<double?> AskAsync(string window) => await Measure.PrometheusAsync(ratio.Replace("$window", window, StringComparison.Ordinal), context, cancellation) is [var first, ..] ? first.Value : null;
        var good = await AskAsync($"{objective.Days}d");
        List<double?> rates = [];
        foreach (var window in Windows) rates.Add(await AskAsync(window) is { } share ? BurnRate.Of(objective.Percent, share) : null);
        return (good, [.. rates], BurnRate.Alert(rates[0], rates[1], rates[2], rates[3]));
    }

    private async Task MoveAsync(Check check, Objective objective, CheckStanding standing, BurnAlert alert, bool opens, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await CheckIncidents.LockAsync(db, check, cancellation);
        var sentence = BurnRate.Sentence(alert, objective.Percent, objective.Days);
        var number = standing.Incident;
        Incident? incident = null;
        if (opens) number = (incident = await incidents.OpenAsync(db, check, sentence, why => log.LogWarning("The check {Check} could not declare an incident: {Why}", check.Name, why), cancellation))?.Number;
        else if (number is { } known && standing.Burn != alert)
        {
            var isWell = alert == BurnAlert.None && standing.State != CheckState.Failing;
            incident = await incidents.LeaveAsync(db, check, known, $"{check.Name}: {sentence}", isWell, cancellation);
            if (isWell) number = null;
        }
        // A run may have moved the incident meanwhile; then the next round sees to it.
        await db.CheckStandings.Where(s => s.CheckId == check.Id && s.Incident == standing.Incident).ExecuteUpdateAsync(s => s.SetProperty(x => x.Burn, alert).SetProperty(x => x.Incident, number), cancellation);
        await transaction.CommitAsync(cancellation);
        await bus.PublishAsync(new(HintKind.Check, $"{check.Id}"), cancellation);
        if (incident is not null) await incidents.HintAsync(incident, cancellation);
    }

    private sealed class Silence : IOutput
    {
        public static readonly Silence Output = new();
        public ValueTask WriteAsync(OutputStream stream, string line, CancellationToken cancellation) => ValueTask.CompletedTask;
    }
}
