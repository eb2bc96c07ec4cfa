using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Checks.Judging;
using OpsPortal.Checks.Running;
using OpsPortal.Executions;
using OpsPortal.Incidents;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Storage.Live;
using OpsPortal.Systems;
using OpsPortal.Systems.Facts;

namespace OpsPortal.Checks;

/// <param name="Secret">What a heartbeat calls with, shown once; null where there is none, or it stays what it was.</param>
public sealed record SavedCheck(Check Check, string? Secret = null);

/// <summary>Makes a check, changes it, takes it away. Authors do, because what a check asks is asked with the portal's own rights.</summary>
public sealed class SaveCheck(IDbContextFactory<OpsPortalDbContext> contexts, IRunbookSource runbooks, SystemQueries systems, CheckIncidents incidents, AuditLog audit, ILiveBus bus, TimeProvider time)
{
    internal const string RevisionField = "revision";

    public async Task<Result<SavedCheck>> AddAsync(Actor actor, CheckForm form, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: "make checks")!;
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var drafted = await DraftAsync(db, actor, form, cancellation);
        if (!drafted.Succeeded) return drafted.Problem;
        var check = drafted.Value;
        var now = time.GetUtcNow();
        var secret = check.Spec is HeartbeatCheck ? ReceiveBeat.NewSecret() : null;
        check.HeartbeatHash = secret is null ? null : ReceiveBeat.HashOf(secret);
        return await StoreAsync(db, actor, check, "check.added", async () =>
        {
            db.Checks.Add(check);
            await db.SaveChangesAsync(cancellation);
            // A heartbeat has its whole time before it is missed.
            var due = check.Spec is HeartbeatCheck beat ? now + check.Interval + TimeSpan.FromSeconds(beat.GraceSeconds) : DueTimes.First(now);
            db.CheckStandings.Add(new() { CheckId = check.Id, State = CheckState.Unknown, Since = now, Why = "Not run yet", DueAt = due });
            return null;
        }, secret, cancellation);
    }

    /// <param name="revision">That was seen; null takes any.</param>
    public async Task<Result<SavedCheck>> ChangeAsync(Actor actor, int id, CheckForm form, int? revision, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await FindAsync(db, actor, id, "change checks", cancellation);
        if (!found.Succeeded) return found.Problem;
        var check = found.Value;
        if (revision is { } seen && seen != check.Revision) return new Problem(ProblemKind.Conflict, $"{check.ChangedBy} changed this check meanwhile. Look at it again, then make your change.", RevisionField);
        if (form.System is { } system && system != check.System || form.Environment is { } place && place != check.Environment!.Name) return Problem.Conflict("A check stays with its system and environment, because its history does. Make another one there.");
        if (form.Spec is { } spec && CheckKind.NameOf(spec) != CheckKind.NameOf(check.Spec)) return Problem.Conflict("The kind of a check stays, because its history does. Make another one of the other kind.");
        if (form.Apply(check) is { } wrong) return wrong;
        if (await UnfitAsync(form, check.System, cancellation) is { } unfit) return unfit;
        check.Revision++;
        check.ChangedBy = actor.Name;
        var now = time.GetUtcNow();
        // Whoever changed it wants to see what it says now.
        return await StoreAsync(db, actor, check, "check.changed", () => DueNowAsync(db, check, now, cancellation), null, cancellation);
    }

    /// <summary>Another secret for a heartbeat; the old one is good for nothing at once.</summary>
    public async Task<Result<SavedCheck>> RotateSecretAsync(Actor actor, int id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await FindAsync(db, actor, id, "change checks", cancellation);
        if (!found.Succeeded) return found.Problem;
        if (found.Value.Spec is not HeartbeatCheck) return Problem.Conflict("Only heartbeats have a secret address.");
        var secret = ReceiveBeat.NewSecret();
        found.Value.HeartbeatHash = ReceiveBeat.HashOf(secret);
        found.Value.Revision++;
        return await StoreAsync(db, actor, found.Value, "check.secretRotated", () => Task.FromResult<Incident?>(null), secret, cancellation);
    }

    /// <summary>What it measured stays on record; nobody is told of it any more.</summary>
    public async Task<Result<SavedCheck>> RemoveAsync(Actor actor, int id, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var found = await FindAsync(db, actor, id, "delete checks", cancellation);
        if (!found.Succeeded) return found.Problem;
        var check = found.Value;
        return await StoreAsync(db, actor, check, "check.removed", async () =>
        {
            var incident = await LeaveAsync(db, check, $"{actor.Name} deleted the check {check.Name}", cancellation);
            (check.RemovedAt, check.HeartbeatHash) = (time.GetUtcNow(), null);
            await db.CheckStandings.Where(s => s.CheckId == id).ExecuteDeleteAsync(cancellation);
            await db.CheckBudgets.Where(b => b.CheckId == id).ExecuteDeleteAsync(cancellation);
            return incident;
        }, null, cancellation);
    }

    /// <summary>A check that could be stored, with its environment; nothing is.</summary>
    internal async Task<Result<Check>> DraftAsync(OpsPortalDbContext db, Actor actor, CheckForm form, CancellationToken cancellation)
    {
        var system = await db.Systems.AsNoTracking().FirstOrDefaultAsync(s => s.Slug == form.System, cancellation);
        var environment = await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == form.Environment && e.RemovedAt == null, cancellation);
        if (actor.May(Permission.Write, environment?.Name ?? form.Environment, form.System, "make checks") is { } refused) return refused;
        if (system is null) return Problem.Invalid("Choose the system that the check is about.", "system");
        if (environment is null) return Problem.Invalid("Choose the environment whose targets are asked.", "environment");
        if (form.Name is null) return Problem.Invalid("Give the check a name of at most 80 characters, e.g. \"Checkout answers\".", "name");
        if (form.Spec is null) return Problem.Invalid($"Say what is asked: a kind, one of {string.Join(", ", CheckKind.All.Select(k => k.Name))}, and what it needs.", "kind");
        var kind = CheckKind.Of(form.Spec);
        var check = new Check
        {
            Name = form.Name,
            SystemId = system.Id,
            System = system.Slug,
            EnvironmentId = environment.Id,
            Spec = form.Spec,
            Interval = kind.Interval,
            Timeout = TimeSpan.FromSeconds(form.Spec is StepCheckSpec ? 60 : 10),
            Thresholds = kind.Usual,
            Damping = form.Spec is HeartbeatCheck or TlsCheck or BackupCheck ? new(1, 1, 1) : Damping.Usual,
            Fact = form.Fact,
            CreatedAt = time.GetUtcNow(),
            ChangedBy = actor.Name,
        };
        if (form.Apply(check) is { } wrong) return wrong;
        if (await UnfitAsync(form, check.System, cancellation) is { } unfit) return unfit;
        check.Environment = environment;
        return check;
    }

    internal async Task<Result<Check>> FindAsync(OpsPortalDbContext db, Actor actor, int id, string verb, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Write)) return actor.May(Permission.Write, toDoWhat: verb)!;
        if (await db.Checks.Include(c => c.Environment).FirstOrDefaultAsync(c => c.Id == id && c.RemovedAt == null, cancellation) is not { } check) return Missing(id);
        return actor.May(Permission.Write, check.Environment!.Name, check.System, verb) is { } refused ? refused : check;
    }

    internal static Problem Missing(int id) => Problem.NotFound($"There is no check {id}; those that are stand under Checks.");

    /// <summary>Its incident hears that the check says no more.</summary>
    internal async Task<Incident?> LeaveAsync(OpsPortalDbContext db, Check check, string sentence, CancellationToken cancellation) =>
        await db.CheckStandings.Where(s => s.CheckId == check.Id).Select(s => s.Incident).FirstOrDefaultAsync(cancellation) is { } number
            ? await incidents.LeaveAsync(db, check, number, sentence, isWell: false, cancellation) : null;

    /// <summary>What only the system knows.</summary>
    private async Task<Problem?> UnfitAsync(CheckForm form, string system, CancellationToken cancellation)
    {
        if (!string.IsNullOrWhiteSpace(form.Severity) && await systems.FindAsync(system, cancellation) is { } sheet
            && SeverityChoice.Of(SystemPolicy.Of(sheet), form.Severity) is { Succeeded: false } unknown) return unknown.Problem;
        return form.Spec is StepCheckSpec step ? await StepProblemAsync(step, system, cancellation) : null;
    }

    private async Task<Problem?> StepProblemAsync(StepCheckSpec step, string system, CancellationToken cancellation)
    {
        var found = await runbooks.FindAsync(step.Runbook, step.Step, cancellation);
        if (!found.Succeeded) return found.Problem with { Field = "step" };
        if (found.Value.System is { } of && of != system) return Problem.Invalid($"The runbook {step.Runbook} belongs to another system.", "runbook");
        return found.Value.Step is { Mode: not Runbooks.StepMode.Manual, Risk: Risk.Read, Live: false, Action: { Risk: Risk.Read, Live: false } } ? null
            : Problem.Invalid("A check runs steps that read and end by themselves; this one does not. Choose another.", "step");
    }

    private static async Task<Incident?> DueNowAsync(OpsPortalDbContext db, Check check, DateTimeOffset now, CancellationToken cancellation)
    {
        if (check.Spec is not HeartbeatCheck) await db.CheckStandings.Where(s => s.CheckId == check.Id && s.State != CheckState.Paused && s.ExecutionId == null).ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, now), cancellation);
        return null;
    }

    private async Task<Result<SavedCheck>> StoreAsync(OpsPortalDbContext db, Actor actor, Check check, string audited, Func<Task<Incident?>> work, string? secret, CancellationToken cancellation)
    {
        var environment = check.Environment!;
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await CheckIncidents.LockAsync(db, check, cancellation);
        if (await db.Checks.AnyAsync(c => c.SystemId == check.SystemId && c.EnvironmentId == check.EnvironmentId && c.Name == check.Name && c.Id != check.Id && c.RemovedAt == null, cancellation))
            return new Problem(ProblemKind.Conflict, $"{check.System} has a check called {check.Name} in {environment.Name} already; choose another name, or change that one.", "name");
        // It belongs to another context, or is only read.
        if (check.Id == 0) check.Environment = null;
        var incident = await work();
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, audited, "check", $"{check.Id}", new Dictionary<string, string>
        {
            ["name"] = check.Name,
            ["system"] = check.System,
            ["environment"] = environment.Name,
            ["kind"] = CheckKind.Of(check.Spec).Name,
            ["asks"] = CheckKind.Subject(check.Spec),
        }, cancellation);
        await transaction.CommitAsync(cancellation);
        check.Environment = environment;
        await bus.PublishAsync(new(HintKind.Check, $"{check.Id}"), cancellation);
        if (incident is not null) await incidents.HintAsync(incident, cancellation);
        return new SavedCheck(check, secret);
    }
}
