using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>Puts something of a runbook on the calendar, changes that, takes it off. Whoever changes what it does becomes its owner: it never does with somebody else's rights what they did not choose.</summary>
public sealed class ArrangeSchedule
{
    private const int MostPerRunbook = 100;
    private readonly IDbContextFactory<OpsPortalDbContext> storage;
    private readonly IEnumerable<IScheduledWork> works;
    private readonly ScheduleVault vault;
    private readonly AuditLog audit;
    private readonly TimeProvider time;

    internal ArrangeSchedule(IDbContextFactory<OpsPortalDbContext> storage, IEnumerable<IScheduledWork> works, ScheduleVault vault, AuditLog audit, TimeProvider time) =>
        (this.storage, this.works, this.vault, this.audit, this.time) = (storage, works, vault, audit, time);

    public async Task<Result<RunSchedule>> AddAsync(Actor actor, ScheduleForm form, CancellationToken cancellation)
    {
        if (May(actor) is { } refused) return refused;
        var timing = Timing.Read(form.Rule, form.Start, form.TimeZone, time.GetUtcNow());
        if (!timing.Succeeded) return timing.Problem;
        var work = await WorkAsync(actor, form, null, cancellation);
        if (!work.Succeeded) return work.Problem;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await db.RunSchedules.CountAsync(s => s.RunbookId == work.Value.Runbook.Id && s.RemovedAt == null, cancellation) >= MostPerRunbook)
            return Problem.Conflict($"This runbook has {MostPerRunbook} schedules already. Remove one that is not needed.");
        var now = time.GetUtcNow();
        RunSchedule schedule = new() { Name = "", System = "", PartTitle = "", Rule = "", TimeZone = "", Owner = "", CreatedAt = now };
        Fill(schedule, actor, work.Value);
        schedule.Name = form.Name?.Trim() is { Length: > 0 } name ? name : work.Value.Check.Title;
        if (Keep(schedule, timing.Value, form, now) is { } wrong) return wrong;
        db.RunSchedules.Add(schedule);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "schedule.added", "schedule", $"{schedule.Id}", Detail(schedule, work.Value.Environment.Name), cancellation);
        await transaction.CommitAsync(cancellation);
        return schedule;
    }

    public async Task<Result<RunSchedule>> ChangeAsync(Actor actor, long id, ScheduleForm form, CancellationToken cancellation)
    {
        if (May(actor) is { } never) return never;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"schedule:{id}", cancellation);
        if (await FindAsync(db, id, cancellation) is not { } schedule) return Missing(id);
        if (MayTouch(actor, schedule) is { } refused) return refused;
        if (form.Revision is { } seen && seen != schedule.Revision)
            return new Problem(ProblemKind.Conflict, "Somebody has changed this schedule meanwhile. Load it again and look what is there now; what you wrote is still in the form.", "revision");
        var now = time.GetUtcNow();
        if (form.ChangesWork)
        {
            var work = await WorkAsync(actor, form, schedule, cancellation);
            if (!work.Succeeded) return work.Problem;
            Fill(schedule, actor, work.Value);
            await RevokeAsync(db, schedule.Id, $"{actor.Name} changed what the schedule does", now, cancellation);
        }
        if (form.Name?.Trim() is { Length: > 0 } name) schedule.Name = name;
        var timing = Timing.Read(form.Rule ?? schedule.Rule, form.Start ?? schedule.Start, form.TimeZone ?? schedule.TimeZone, now);
        if (!timing.Succeeded) return timing.Problem;
        if (Keep(schedule, timing.Value, form, now) is { } wrong) return wrong;
        schedule.Revision++;
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "schedule.changed", "schedule", $"{id}", Detail(schedule, schedule.Environment!.Name), cancellation);
        await transaction.CommitAsync(cancellation);
        return schedule;
    }

    public Task<Result<RunSchedule>> PauseAsync(Actor actor, long id, string? reason, CancellationToken cancellation) => ActAsync(actor, id, "schedule.paused", reason, (schedule, now) =>
    {
        if (string.IsNullOrWhiteSpace(reason)) return Problem.Invalid("Say why, so that whoever finds it paused knows when it may go on.", "reason");
        if (schedule.PausedAt is not null) return Problem.Conflict($"It is paused already, by {schedule.PausedBy}: {schedule.PauseReason}");
        (schedule.PausedAt, schedule.PausedBy, schedule.PauseReason) = (now, actor.Name, reason.Trim());
        return null;
    }, cancellation);

    /// <summary>Times that passed meanwhile are not made up: somebody wanted it to pause.</summary>
    public Task<Result<RunSchedule>> ResumeAsync(Actor actor, long id, CancellationToken cancellation) => ActAsync(actor, id, "schedule.resumed", null, (schedule, now) =>
    {
        if (schedule.PausedAt is null) return Problem.Conflict("It is not paused.");
        (schedule.PausedAt, schedule.PausedBy, schedule.PauseReason) = (null, null, null);
        schedule.NextAt = schedule.Times().Next(now)?.At;
        return null;
    }, cancellation);

    public Task<Result<RunSchedule>> RemoveAsync(Actor actor, long id, CancellationToken cancellation) => ActAsync(actor, id, "schedule.removed", null, (schedule, now) =>
    {
        (schedule.RemovedAt, schedule.NextAt) = (now, null);
        return null;
    }, cancellation);

    /// <summary>Once, now, beside the calendar and by the same rules.</summary>
    public async Task<Result<Firing>> RunAsync(Actor actor, long id, string key, CancellationToken cancellation)
    {
        if (May(actor) is { } never) return never;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"schedule:{id}", cancellation);
        if (await FindAsync(db, id, cancellation) is not { } schedule) return Missing(id);
        if (MayTouch(actor, schedule) is { } refused) return refused;
        var click = Guid.Parse(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"{id}/{key}")))[..32]);
        if (await db.Firings.AsNoTracking().FirstOrDefaultAsync(f => f.Id == click, cancellation) is { } before) return before;
        var now = time.GetUtcNow();
        if (await db.Firings.AnyAsync(f => f.ScheduleId == id && f.State == FiringState.Due, cancellation)) return Problem.Conflict("A run of this schedule waits to begin already.");
        var due = await db.Firings.AnyAsync(f => f.ScheduleId == id && f.DueAt == now, cancellation) ? now.AddTicks(10) : now;
        Firing firing = new() { Id = click, ScheduleId = id, DueAt = due, CreatedAt = now, AskedBy = actor.Name, State = FiringState.Due, Reason = $"Asked for by {actor.Name}" };
        db.Firings.Add(firing);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "schedule.run", "schedule", $"{id}", new Dictionary<string, string> { ["name"] = schedule.Name }, cancellation);
        await transaction.CommitAsync(cancellation);
        return firing;
    }

    internal static Problem Missing(long id) => Problem.NotFound($"There is no schedule {id}; those that are stand under Schedules.");

    internal static Task RevokeAsync(OpsPortalDbContext db, long schedule, string because, DateTimeOffset now, CancellationToken cancellation) =>
        db.StandingApprovals.Where(a => a.ScheduleId == schedule && a.RevokedAt == null).ExecuteUpdateAsync(a => a.SetProperty(x => x.RevokedAt, now).SetProperty(x => x.RevokedBecause, because), cancellation);

    internal static Task<RunSchedule?> FindAsync(OpsPortalDbContext db, long id, CancellationToken cancellation) =>
        db.RunSchedules.Include(s => s.Environment).Include(s => s.Runbook).FirstOrDefaultAsync(s => s.Id == id && s.RemovedAt == null, cancellation);

    private async Task<Result<RunSchedule>> ActAsync(Actor actor, long id, string action, string? reason, Func<RunSchedule, DateTimeOffset, Problem?> act, CancellationToken cancellation)
    {
        if (May(actor) is { } never) return never;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"schedule:{id}", cancellation);
        if (await FindAsync(db, id, cancellation) is not { } schedule) return Missing(id);
        if (MayTouch(actor, schedule) is { } refused) return refused;
        if (act(schedule, time.GetUtcNow()) is { } wrong) return wrong;
        schedule.Revision++;
        await db.SaveChangesAsync(cancellation);
        Dictionary<string, string> detail = new() { ["name"] = schedule.Name };
        if (reason is not null) detail["reason"] = reason.Trim();
        await audit.AppendAsync(db, actor, action, "schedule", $"{id}", detail, cancellation);
        await transaction.CommitAsync(cancellation);
        return schedule;
    }

    private static Problem? May(Actor actor) => actor.MaySomewhere(Permission.RunSteps) ? null : actor.May(Permission.RunSteps, toDoWhat: "put steps on the calendar");

    private static Problem? MayTouch(Actor actor, RunSchedule schedule) => actor.May(Permission.RunSteps, schedule.Environment!.Name, schedule.System, "change schedules");

    private sealed record Work(Runbook Runbook, OpsEnvironment Environment, ScheduleKind Kind, string? Part, WorkCheck Check, IReadOnlyDictionary<string, string> Values);

    private async Task<Result<Work>> WorkAsync(Actor actor, ScheduleForm form, RunSchedule? now, CancellationToken cancellation)
    {
        var kind = form.Kind ?? now?.Kind ?? ScheduleKind.Step;
        if ((form.Runbook ?? now?.Runbook?.Slug) is not { Length: > 0 } slug) return Problem.Invalid("Say which runbook.", "runbook");
        if ((form.Environment ?? now?.Environment?.Name) is not { Length: > 0 } place) return Problem.Invalid("Say in which environment.", "environment");
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await db.Runbooks.AsNoTracking().Include(r => r.System).FirstOrDefaultAsync(r => r.Slug == slug, cancellation) is not { } runbook) return RunbookLibrary.Missing(slug);
        if (await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == place && e.RemovedAt == null, cancellation) is not { } environment)
            return Problem.Invalid($"There is no environment \"{place}\". Choose one of those under Environments.", "environment");
        if (actor.May(Permission.RunSteps, place, runbook.System?.Slug, "put steps on the calendar") is { } refused) return refused;
        var values = form.Parameters ?? (now is null ? new Dictionary<string, string>() : vault.ValuesOf(now));
        var part = kind == ScheduleKind.Rehearsal ? null : form.Part ?? now?.Part;
        if (works.FirstOrDefault(w => w.Kind == kind) is not { } work) return Problem.Invalid($"Nothing here runs a {kind}.", "kind");
        var check = await work.CheckAsync(new(slug, part, place, values), actor, cancellation);
        return check.Succeeded ? new Work(runbook, environment, kind, part, check.Value, values) : check.Problem;
    }

    private void Fill(RunSchedule schedule, Actor actor, Work work)
    {
        (schedule.Kind, schedule.RunbookId, schedule.Part, schedule.PartTitle) = (work.Kind, work.Runbook.Id, work.Part, work.Check.Title);
        (schedule.System, schedule.EnvironmentId, schedule.OwnerId, schedule.Owner) = (work.Runbook.System?.Slug ?? "", work.Environment.Id, actor.Id, actor.Name);
        schedule.Parameters = work.Values.Where(v => !work.Check.Secrets.Contains(v.Key)).ToDictionary();
        schedule.ProtectedParameters = vault.Protect(work.Values.Where(v => work.Check.Secrets.Contains(v.Key)).ToDictionary());
    }

    private static Problem? Keep(RunSchedule schedule, Timing timing, ScheduleForm form, DateTimeOffset now)
    {
        if (schedule.Name.Length > 120) return Problem.Invalid("A name has at most 120 characters.", "name");
        (schedule.Rule, schedule.Start, schedule.TimeZone) = (timing.Rule, timing.Times.Start, timing.Times.Zone.Id);
        (schedule.Missed, schedule.Overlap) = (form.Missed ?? schedule.Missed, form.Overlap ?? schedule.Overlap);
        schedule.NextAt = timing.Times.Next(now)?.At;
        return schedule.NextAt is null ? Problem.Invalid("This never falls again: its last time is past.", "rule") : null;
    }

    private static Dictionary<string, string> Detail(RunSchedule schedule, string environment) => new()
    {
        ["name"] = schedule.Name,
        ["what"] = $"{schedule.Kind}: {schedule.PartTitle}",
        ["environment"] = environment,
        ["when"] = schedule.Times().Sentence,
        ["owner"] = schedule.Owner,
    };
}
