using Microsoft.EntityFrameworkCore;
using Npgsql;
using OpsPortal.Access;
using OpsPortal.Maintenance.Telling;
using OpsPortal.Storage;

namespace OpsPortal.Maintenance.Planning;

/// <summary>Makes plans, and changes them as long as nobody has begun.</summary>
public sealed class PlanMaintenance(IDbContextFactory<OpsPortalDbContext> contexts, MaintenanceActs acts, CheckForm check, TimeProvider time)
{
    /// <summary>A draft; nobody is told of it before it is scheduled.</summary>
    /// <param name="key">The click's own; the same key again is the same plan.</param>
    public async Task<Result<MaintenancePlan>> AddAsync(Actor actor, PlanForm form, string key, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "plan maintenance")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.MaintenancePlans.AsNoTracking().FirstOrDefaultAsync(p => p.Key == key, cancellation) is { } before) return before;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        try
        {
            var made = await WithinAsync(db, actor, form, key, null, cancellation);
            if (!made.Succeeded) return made.Problem;
            await acts.EndAsync(made.Value, "maintenance.planned", cancellation);
            await transaction.CommitAsync(cancellation);
            await acts.HintAsync(made.Value.Plan, cancellation);
            return made.Value.Plan;
        }
        catch (DbUpdateException e) when (e.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "ix_maintenance_plans_key" })
        {
            await transaction.RollbackAsync(cancellation);
            return await db.MaintenancePlans.AsNoTracking().FirstAsync(p => p.Key == key, cancellation);
        }
    }

    /// <summary>What is left out of the form is left out of the plan: the whole form is sent. After it was approved, it has to be approved anew.</summary>
    /// <param name="revision">The one that was looked at; null changes whatever is there.</param>
    public Task<Result<MaintenancePlan>> ChangeAsync(Actor actor, long number, PlanForm form, int? revision, CancellationToken cancellation) =>
        acts.InvokeAsync(actor, number, "change maintenance", "maintenance.changed", async work =>
        {
            var plan = work.Plan;
            if (revision is { } seen && seen != plan.Revision) return Problem.Moved($"{plan.Name} was changed meanwhile. Reload it, then change it again.");
            if (plan.State >= MaintenanceState.InProgress) return Problem.Conflict($"{plan.Name} is {plan.State.Word()}, and is not changed any more.");
            var whole = form with { Phases = form.Phases.Count == 0 ? FormOf.Phases(plan) : form.Phases };
            var read = await check.OfAsync(work.Db, work.Actor, whole, timed: true, cancellation);
            if (!read.Succeeded) return read.Problem;
            if (form.Phases.Count > 0 && !FormOf.Same(read.Value.Form.Phases, FormOf.Phases(plan)))
            {
                if (plan.Items.Exists(i => i.State != ItemState.Open || i.Signed.Count > 0)) return Problem.Conflict("Somebody works on the checklist already, so it stays as it is. Everything else can be changed.");
                work.Db.RemoveRange(plan.Items);
                work.Db.RemoveRange(plan.Phases);
                await work.Db.SaveChangesAsync(cancellation);
                plan.Items.Clear();
                plan.Phases.Clear();
                AddItems(plan, read.Value);
            }
            var moved = plan.State == MaintenanceState.Scheduled && (plan.StartsAt != form.StartsAt || plan.EndsAt != form.EndsAt || !plan.Systems.SequenceEqual(read.Value.Systems) || !plan.Components.SequenceEqual(read.Value.Components) || plan.EnvironmentId != read.Value.Environment.Id);
            Fill(plan, read.Value);
            work.Tell(moved ? $"{actor.Name} moved it to {ZoneClock.Window(plan)}" : $"{actor.Name} changed the plan");
            if (plan.State != MaintenanceState.Scheduled) return null;
            if (ScheduleMaintenance.NeedsApproval(plan, read.Value.Environment.PolicyHere))
            {
                (plan.State, plan.ApprovedBy, plan.ApprovedAt, plan.SubmittedById) = (MaintenanceState.AwaitingApproval, null, null, actor.Id);
                plan.Reason = $"{actor.Name} changed it, so it waits for approval again.";
                await Announcements.ClearAsync(work.Db, plan.Number, cancellation);
                return null;
            }
            if (moved || plan.AnnouncedAt is null) await Announcements.ArrangeAsync(work, cancellation);
            if (moved && plan.AnnouncedAt is not null) work.News.Add(new MaintenanceNews.Moved());
            return null;
        }, cancellation);

    /// <summary>Within a transaction that is under way. The caller ends the work, commits and gives the hint.</summary>
    internal async Task<Result<MaintenanceWork>> WithinAsync(OpsPortalDbContext db, Actor actor, PlanForm form, string key, (Guid Series, DateTimeOffset At)? occurrence, CancellationToken cancellation)
    {
        var read = await check.OfAsync(db, actor, form, timed: true, cancellation);
        if (!read.Succeeded) return read.Problem;
        var now = time.GetUtcNow();
        if (form.EndsAt <= now) return Problem.Invalid("That window is over already; choose a later one.", "endsAt");
        var plan = new MaintenancePlan
        {
            Key = key,
            Title = read.Value.Title,
            Systems = read.Value.Systems,
            Owner = read.Value.Owner.Name,
            TimeZone = form.TimeZone,
            SeriesId = occurrence?.Series,
            OccurrenceAt = occurrence?.At,
            Reason = $"A draft by {actor.Name}; nobody is told of it yet.",
            CreatedById = actor.Id == Guid.Empty ? null : actor.Id,
            CreatedBy = actor.Name,
            CreatedAt = now,
        };
        Fill(plan, read.Value);
        AddItems(plan, read.Value);
        db.MaintenancePlans.Add(plan);
        await db.SaveChangesAsync(cancellation);
        var work = await acts.ActAsync(db, plan, actor, cancellation);
        work.Tell($"{actor.Name} planned {plan.Title}, {ZoneClock.Window(plan)}");
        return work;
    }

    private static void Fill(MaintenancePlan plan, CheckedForm read)
    {
        var form = read.Form;
        (plan.Title, plan.Systems, plan.Components, plan.EnvironmentId) = (read.Title, read.Systems, read.Components, read.Environment.Id);
        (plan.OwnerId, plan.Owner, plan.Participants) = (read.Owner.Id, read.Owner.Name, read.Participants);
        (plan.Risk, plan.Impact, plan.Rollback) = (form.Risk, Said(form.Impact), Said(form.Rollback));
        (plan.RollbackRunbook, plan.RollbackPlace) = (Said(form.RollbackRunbook), Said(form.RollbackPlace));
        (plan.StartsAt, plan.EndsAt) = (form.StartsAt!.Value.ToUniversalTime(), form.EndsAt!.Value.ToUniversalTime());
        (plan.PlannedEndsAt, plan.TimeZone, plan.AnnounceBefore, plan.Freeze, plan.Quiet) = (plan.EndsAt, form.TimeZone, read.Leads, form.Freeze, form.Quiet);
    }

    private static void AddItems(MaintenancePlan plan, CheckedForm read)
    {
        var number = 0;
        foreach (var (position, phase) in read.Form.Phases.Index())
        {
            var keeper = phase.Keeper is { } id ? read.Keepers[id] : read.Owner;
            plan.Phases.Add(new() { Position = position, Name = phase.Name.Trim(), Kind = phase.KindHere, Gate = phase.Gate, KeeperId = phase.Gate ? keeper.Id : null, Keeper = phase.Gate ? keeper.Name : null });
            foreach (var item in phase.Items)
                plan.Items.Add(new()
                {
                    Number = ++number,
                    Phase = position,
                    Text = item.Text.Trim(),
                    Runbook = item.Runbook,
                    Step = item.Step,
                    Parameters = item.Parameters ?? new Dictionary<string, string>(),
                    Signatures = item.Signatures ?? (item.Step is null ? 1 : 0),
                    Ordered = item.Ordered,
                });
        }
    }

    private static string? Said(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}

/// <summary>From a plan back to the form that makes it.</summary>
internal static class FormOf
{
    public static PlanForm Plan(MaintenancePlan plan, string environment) => new()
    {
        Title = plan.Title,
        Systems = plan.Systems,
        Components = plan.Components,
        Environment = environment,
        Owner = plan.OwnerId,
        Participants = [.. plan.Participants.Select(p => p.Id)],
        Risk = plan.Risk,
        Impact = plan.Impact,
        Rollback = plan.Rollback,
        RollbackRunbook = plan.RollbackRunbook,
        RollbackPlace = plan.RollbackPlace,
        StartsAt = plan.StartsAt,
        EndsAt = plan.EndsAt,
        TimeZone = plan.TimeZone,
        AnnounceBefore = plan.AnnounceBefore,
        Freeze = plan.Freeze,
        Quiet = plan.Quiet,
        Phases = Phases(plan),
    };

    public static IReadOnlyList<PhaseForm> Phases(MaintenancePlan plan) =>
    [
        .. plan.Phases.OrderBy(p => p.Position).Select(p => new PhaseForm(p.Name, p.Kind, p.Gate, p.KeeperId,
            [.. plan.Items.Where(i => i.Phase == p.Position).OrderBy(i => i.Number).Select(i => new ItemForm(i.Text, i.Runbook, i.Step, i.Parameters, i.Signatures, i.Ordered))])),
    ];

    /// <summary>Whether they mean the same; what is left out means the usual.</summary>
    public static bool Same(IReadOnlyList<PhaseForm> one, IReadOnlyList<PhaseForm> other) => one.Select(Text).SequenceEqual(other.Select(Text));

    private static string Text(PhaseForm phase) => string.Join('\n', phase.Items.Select(i =>
        $"{i.Text.Trim()}|{i.Runbook}|{i.Step}|{i.Signatures ?? (i.Step is null ? 1 : 0)}|{i.Ordered}|{string.Join(';', (i.Parameters ?? new Dictionary<string, string>()).OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}"))}")
        .Prepend($"{phase.Name.Trim()}|{phase.KindHere}|{phase.Gate}|{(phase.Gate ? phase.Keeper : null)}"));
}
