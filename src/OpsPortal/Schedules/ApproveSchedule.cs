using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Audit;
using OpsPortal.Executions.Plans;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>A second person says yes to a change on a schedule, for some time; or takes that back.</summary>
public sealed class ApproveSchedule
{
    public const int LongestDays = 90;
    private readonly IDbContextFactory<OpsPortalDbContext> storage;
    private readonly DraftExecution drafts;
    private readonly OwnerActors owners;
    private readonly ScheduleVault vault;
    private readonly AuditLog audit;
    private readonly TimeProvider time;

    internal ApproveSchedule(IDbContextFactory<OpsPortalDbContext> storage, DraftExecution drafts, OwnerActors owners, ScheduleVault vault, AuditLog audit, TimeProvider time) =>
        (this.storage, this.drafts, this.owners, this.vault, this.audit, this.time) = (storage, drafts, owners, vault, audit, time);

    /// <summary>What would be approved: the sentence of the change and its hash.</summary>
    public async Task<Result<ApprovalLook>> LookAsync(Actor actor, long id, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        if (await ArrangeSchedule.FindAsync(db, id, cancellation) is not { } schedule) return ArrangeSchedule.Missing(id);
        if (actor.May(Permission.See, schedule.Environment!.Name, schedule.System) is { } refused) return refused;
        var draft = await DraftAsync(schedule, cancellation);
        return draft.Succeeded ? new ApprovalLook(ApprovedAction.Sentence(draft.Value), ApprovedAction.Hash(draft.Value), draft.Value.Risk > Risk.Read) : draft.Problem;
    }

    /// <param name="hash">What was looked at; null approves what is there.</param>
    public async Task<Result<StandingApproval>> ApproveAsync(Actor actor, long id, string? hash, int days, string? comment, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.Approve)) return actor.May(Permission.Approve, toDoWhat: "approve changes on a schedule")!;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        await db.LockAsync($"schedule:{id}", cancellation);
        if (await ArrangeSchedule.FindAsync(db, id, cancellation) is not { } schedule) return ArrangeSchedule.Missing(id);
        if (actor.May(Permission.Approve, schedule.Environment!.Name, schedule.System, "approve changes on a schedule") is { } refused) return refused;
        if (actor.Id == schedule.OwnerId) return Problem.Forbidden("The schedule is yours, so somebody else has to approve it.");
        if (days is < 1 or > LongestDays) return Problem.Invalid($"A standing approval lasts from 1 to {LongestDays} days.", "days");
        var draft = await DraftAsync(schedule, cancellation);
        if (!draft.Succeeded) return draft.Problem;
        if (draft.Value.Risk == Risk.Read) return Problem.Invalid("It only reads, so nobody need approve it.");
        if (hash is not null && hash != ApprovedAction.Hash(draft.Value)) return Problem.Moved("The step is not what you looked at any more. Reload the page.");
        var now = time.GetUtcNow();
        await ArrangeSchedule.RevokeAsync(db, id, $"{actor.Name} approved it anew", now, cancellation);
        StandingApproval approval = new()
        {
            Id = Guid.CreateVersion7(now),
            ScheduleId = id,
            ApprovedById = actor.Id,
            ApprovedBy = actor.Name,
            ActionHash = ApprovedAction.Hash(draft.Value),
            Sentence = ApprovedAction.Sentence(draft.Value),
            RunbookVersion = draft.Value.RunbookVersion ?? 0,
            Comment = string.IsNullOrWhiteSpace(comment) ? null : comment.Trim(),
            CreatedAt = now,
            ExpiresAt = now.AddDays(days),
        };
        db.StandingApprovals.Add(approval);
        await db.SaveChangesAsync(cancellation);
        await audit.AppendAsync(db, actor, "schedule.approved", "schedule", $"{id}", new Dictionary<string, string> { ["action"] = approval.Sentence, ["hash"] = approval.ActionHash, ["until"] = $"{approval.ExpiresAt:O}" }, cancellation);
        await transaction.CommitAsync(cancellation);
        return approval;
    }

    public async Task<Result<RunSchedule>> RevokeAsync(Actor actor, long id, string? reason, CancellationToken cancellation)
    {
        if (!actor.MaySomewhere(Permission.RunSteps)) return actor.May(Permission.RunSteps, toDoWhat: "take an approval back")!;
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ArrangeSchedule.FindAsync(db, id, cancellation) is not { } schedule) return ArrangeSchedule.Missing(id);
        if (actor.May(Permission.RunSteps, schedule.Environment!.Name, schedule.System, "take an approval back") is { } refused) return refused;
        if (await ApprovedAction.OfAsync(db, id, cancellation) is null) return Problem.Conflict("There is no approval that holds.");
        var because = string.IsNullOrWhiteSpace(reason) ? $"{actor.Name} took it back" : $"{actor.Name} took it back: {reason.Trim()}";
        await ArrangeSchedule.RevokeAsync(db, id, because, time.GetUtcNow(), cancellation);
        await audit.AppendAsync(db, actor, "schedule.approvalRevoked", "schedule", $"{id}", new Dictionary<string, string> { ["reason"] = because }, cancellation);
        await transaction.CommitAsync(cancellation);
        return schedule;
    }

    /// <summary>Takes back at once what was given for steps that are not the same any more. Any number of workers may do so.</summary>
    internal async Task ReviewAsync(CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var moved = await (from a in db.StandingApprovals.AsNoTracking()
                           where a.RevokedAt == null
                           join s in db.RunSchedules on a.ScheduleId equals s.Id
                           join r in db.Runbooks on s.RunbookId equals r.Id
                           where r.CurrentVersion != a.RunbookVersion && s.RemovedAt == null
                           select new { Approval = a, r.CurrentVersion, r.Slug }).Take(100).ToListAsync(cancellation);
        foreach (var one in moved) await ReviewAsync(one.Approval, one.Slug, one.CurrentVersion, cancellation);
    }

    private async Task ReviewAsync(StandingApproval approval, string runbook, int version, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellation);
        if (await ArrangeSchedule.FindAsync(db, approval.ScheduleId, cancellation) is not { } schedule) return;
        var draft = await DraftAsync(schedule, cancellation);
        var held = db.StandingApprovals.Where(a => a.Id == approval.Id && a.RevokedAt == null);
        if (draft.Succeeded && ApprovedAction.Hash(draft.Value) == approval.ActionHash)
        {
            await held.ExecuteUpdateAsync(a => a.SetProperty(x => x.RunbookVersion, version), cancellation);
            await transaction.CommitAsync(cancellation);
            return;
        }
        var because = draft.Succeeded ? $"Version {version} of {runbook} changed the step" : $"With version {version} of {runbook} the step cannot run any more: {draft.Problem.Detail}";
        var now = time.GetUtcNow();
        if (await held.ExecuteUpdateAsync(a => a.SetProperty(x => x.RevokedAt, now).SetProperty(x => x.RevokedBecause, because), cancellation) == 0) return;
        await audit.AppendAsync(db, Actor.Portal, "schedule.approvalRevoked", "schedule", $"{schedule.Id}", new Dictionary<string, string> { ["reason"] = because }, cancellation);
        await transaction.CommitAsync(cancellation);
    }

    private async Task<Result<Executions.Execution>> DraftAsync(RunSchedule schedule, CancellationToken cancellation) => schedule.Kind != ScheduleKind.Step
        ? Problem.Invalid("Only a single step changes something by the calendar; sections and rehearsals do not.")
        : await drafts.OfAsync(await owners.OfAsync(schedule, cancellation), new(schedule.Runbook!.Slug, schedule.Part!, schedule.Environment!.Name, vault.ValuesOf(schedule), ""), cancellation);
}

/// <summary>What an approval would be of.</summary>
/// <param name="Changes">Otherwise it only reads, and needs none.</param>
public sealed record ApprovalLook(string Sentence, string Hash, bool Changes);
