using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Maintenance.Planning;
using OpsPortal.Recurring;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;

namespace OpsPortal.Maintenance.Series;

/// <summary>A series as people and the API write it.</summary>
/// <param name="Plan">What each time is planned with; its times are left out.</param>
/// <param name="Rule">RFC 5545: <c>FREQ=WEEKLY;BYDAY=SU</c>.</param>
/// <param name="Start">On the local clock of the plan's time zone; the rule counts from it.</param>
public sealed record SeriesForm(PlanForm Plan, string Rule, DateTime Start, TimeSpan Duration);

/// <summary>Begins and ends series, and makes the plans of their next times.</summary>
public sealed class PlanSeries(IDbContextFactory<OpsPortalDbContext> contexts, MaintenanceActs acts, CheckForm check, PlanMaintenance plans, AuditLog audit, ILiveBus bus, TimeProvider time, ILogger<PlanSeries> log)
{
    /// <summary>So long before its first announcement a time becomes a plan, so that somebody can look at it.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(2);
    private const int MostAtOnce = 50;

    public async Task<Result<MaintenanceSeries>> AddAsync(Actor actor, SeriesForm form, string? source, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "plan maintenance")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        var read = await check.OfAsync(db, actor, form.Plan, timed: false, cancellation);
        if (!read.Succeeded) return read.Problem;
        if (form.Duration < TimeSpan.FromMinutes(5) || form.Duration > TimeSpan.FromDays(7)) return Problem.Invalid("Each time lasts from 5 minutes to 7 days.", "duration");
        var rule = Recurrence.Parse(form.Rule, form.Start, form.Plan.TimeZone);
        if (!rule.Succeeded) return rule.Problem;
        var now = time.GetUtcNow();
        if (TooOften(rule.Value, form.Duration, now)) return Problem.Invalid("One time would begin before the one before it has ended. Give them less time, or a rule that comes less often.", "rule");
        var series = new MaintenanceSeries
        {
            Id = Guid.CreateVersion7(now),
            Title = read.Value.Title,
            Systems = read.Value.Systems,
            EnvironmentId = read.Value.Environment.Id,
            Rule = form.Rule.Trim(),
            Start = DateTime.SpecifyKind(form.Start, DateTimeKind.Unspecified),
            TimeZone = form.Plan.TimeZone,
            Duration = form.Duration,
            // Who owns it is kept, although the form leaves it to whoever sends it.
            Form = form.Plan with { StartsAt = null, EndsAt = null, Owner = read.Value.Owner.Id },
            PlannedUntil = now,
            NextAt = now,
            Source = source,
            CreatedById = actor.Id == Guid.Empty ? null : actor.Id,
            CreatedBy = actor.Name,
            CreatedAt = now,
        };
        db.MaintenanceSeries.Add(series);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "maintenance.seriesBegun", "maintenance series", $"{series.Id}", Detail(series, rule.Value), cancellation);
        await transaction.CommitAsync(cancellation);
        await TendOneAsync(series.Id, cancellation);
        return await db.MaintenanceSeries.AsNoTracking().FirstAsync(s => s.Id == series.Id, cancellation);
    }

    /// <summary>Its next times are cancelled, those that have begun go on.</summary>
    public async Task<Result<MaintenanceSeries>> EndAsync(Actor actor, Guid id, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "end series of maintenance")!;
        List<long> ahead;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using (var transaction = await db.Database.BeginTransactionAsync(cancellation))
        {
            await db.Database.ExecuteSqlAsync($"select 1 from maintenance_series where id = {id} for update", cancellation);
            if (await db.MaintenanceSeries.FirstOrDefaultAsync(s => s.Id == id, cancellation) is not { } series) return Missing;
            var place = await db.Environments.Where(e => e.Id == series.EnvironmentId).Select(e => e.Name).FirstOrDefaultAsync(cancellation);
            foreach (var system in series.Systems)
                if (actor.May(Permission.RunSteps, place, system, "end series of maintenance") is { } refused) return refused;
            if (series.EndedAt is not null) return series;
            (series.EndedAt, series.EndedBy, series.NextAt) = (time.GetUtcNow(), actor.Name, null);
            await db.SaveChangesAsync(cancellation);
            ahead = await db.MaintenancePlans.Where(p => p.SeriesId == id && (p.State == MaintenanceState.Draft || p.State == MaintenanceState.AwaitingApproval || p.State == MaintenanceState.Scheduled)).Select(p => p.Number).ToListAsync(cancellation);
            await audit.AppendAsync(db, actor, "maintenance.seriesEnded", "maintenance series", $"{id}", new Dictionary<string, string> { ["title"] = series.Title }, cancellation);
            await transaction.CommitAsync(cancellation);
        }
        foreach (var number in ahead)
            await acts.InvokeAsync(actor, number, "cancel maintenance", "maintenance.cancelled", work =>
            {
                if (work.Plan.State < MaintenanceState.InProgress) Working.RunMaintenance.Cancel(work, $"{actor.Name} ended its series.");
                return Task.FromResult<Problem?>(null);
            }, cancellation);
        return await db.MaintenanceSeries.AsNoTracking().FirstAsync(s => s.Id == id, cancellation);
    }

    /// <summary>Plans for all series what comes into reach.</summary>
    internal async Task TendAsync(CancellationToken cancellation)
    {
        List<Guid> due;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            var now = time.GetUtcNow();
            due = await db.MaintenanceSeries.Where(s => s.EndedAt == null && s.NextAt <= now).Select(s => s.Id).ToListAsync(cancellation);
        }
        foreach (var id in due) await TendOneAsync(id, cancellation);
    }

    private async Task TendOneAsync(Guid id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.Database.ExecuteSqlAsync($"select 1 from maintenance_series where id = {id} for update", cancellation);
        var (series, now) = (await db.MaintenanceSeries.IgnoreQueryFilters().FirstAsync(s => s.Id == id, cancellation), time.GetUtcNow());
        if (series.EndedAt is not null || series.NextAt is null || series.NextAt > now) return;
        var rule = Recurrence.Parse(series.Rule, series.Start, series.TimeZone);
        var reach = now + Reach(series.Form);
        List<MaintenancePlan> made = [];
        string? problem = rule.Problem?.Detail;
        // After an outage, what is over is not planned any more.
        foreach (var occurrence in rule.Value?.Between(series.PlannedUntil > now ? series.PlannedUntil : now, reach).Take(MostAtOnce) ?? [])
        {
            var work = await PlanAsync(db, series, occurrence.At, cancellation);
            if (!work.Succeeded)
            {
                problem = work.Problem.Detail;
                break;
            }
            made.Add(work.Value.Plan);
            series.PlannedUntil = occurrence.At.AddTicks(TimeSpan.TicksPerMicrosecond);
        }
        if (problem is not null) log.LogWarning("The next time of the series {Title} could not be planned: {Why}", series.Title, problem);
        series.Problem = problem;
        series.NextAt = problem is not null ? now.AddMinutes(15) : Soonest(rule.Value!, series, now);
        await db.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var plan in made) await acts.HintAsync(plan, cancellation);
        if (made.Count == 0) await bus.PublishAsync(new(HintKind.Maintenance, "series"), cancellation);
    }

    private async Task<Result<MaintenanceWork>> PlanAsync(OpsPortalDbContext db, MaintenanceSeries series, DateTimeOffset at, CancellationToken cancellation)
    {
        var planned = await plans.WithinAsync(db, Actor.Portal with { Name = series.CreatedBy }, series.Form with { StartsAt = at, EndsAt = at + series.Duration }, $"series:{series.Id:N}:{at.UtcTicks}", (series.Id, at), cancellation);
        if (!planned.Succeeded) return planned;
        // Whoever planned the series is not the second person of its plans either.
        if (await ScheduleMaintenance.SubmitAsync(planned.Value, cancellation) is { } problem) return problem;
        if (series.CreatedById is { } creator) planned.Value.Plan.SubmittedById = creator;
        await acts.EndAsync(planned.Value, "maintenance.planned", cancellation);
        return planned;
    }

    private static DateTimeOffset? Soonest(Recurrence rule, MaintenanceSeries series, DateTimeOffset now)
    {
        var from = series.PlannedUntil > now ? series.PlannedUntil : now;
        return rule.Next(from.AddTicks(-1)) is { } next ? next.At - Reach(series.Form) is var at && at > now ? at : now : null;
    }

    private static TimeSpan Reach(PlanForm form) => (form.AnnounceBefore ?? LeadTime.Usual).Select(l => LeadTime.Read(l).Value?.Size ?? TimeSpan.Zero).DefaultIfEmpty().Max() + Margin;

    private static bool TooOften(Recurrence rule, TimeSpan duration, DateTimeOffset now) =>
        rule.Following(now, 50) is var next && next.Zip(next.Skip(1)).Any(pair => pair.Second.At < pair.First.At + duration);

    private static Dictionary<string, string> Detail(MaintenanceSeries series, Recurrence rule) =>
        new() { ["title"] = series.Title, ["systems"] = string.Join(", ", series.Systems), ["rule"] = series.Rule, ["says"] = rule.Sentence };

    private static Problem Missing => Problem.NotFound("There is no such series of maintenance.");
}
