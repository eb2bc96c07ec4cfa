using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Executions;
using OpsPortal.Executions.Approvals;
using OpsPortal.Executions.Plans;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Schedules;

/// <summary>One step. A change goes the way of every change, and its second person is the one who gave the standing approval.</summary>
internal sealed class StepWork(
    IDbContextFactory<OpsPortalDbContext> storage, IRunbookSource runbooks, DraftExecution drafts, PreviewStep preview, RequestExecution request, DecideExecution decide, ExecutionLedger ledger, OwnerActors owners, TimeProvider time) : IScheduledWork
{
    public ScheduleKind Kind => ScheduleKind.Step;

    public async Task<Result<WorkCheck>> CheckAsync(WorkPlan plan, Actor owner, CancellationToken cancellation)
    {
        if (plan.Part is null) return Problem.Invalid("Say which step is to run.", "step");
        var found = await runbooks.FindAsync(plan.Runbook, plan.Part, cancellation);
        if (!found.Succeeded) return found.Problem;
        if (found.Value.Step.Live || found.Value.Step.Interactive) return Problem.Invalid("This step goes on until somebody stops it, so it cannot run by itself.", "step");
        var draft = await drafts.OfAsync(owner, Request(plan, ""), cancellation);
        return draft.Succeeded ? new WorkCheck(found.Value.Step.Title, [.. found.Value.Parameters.Where(p => p.Secret).Select(p => p.Name)], draft.Value.Risk > Risk.Read) : draft.Problem;
    }

    public async Task<Result<WorkStarted>> StartAsync(Firing firing, RunSchedule schedule, WorkPlan plan, Actor owner, CancellationToken cancellation)
    {
        var asked = Request(plan, firing.Key);
        var before = await ledger.FindAsync(firing.Key, cancellation);
        if (before is not null && before.State != ExecutionState.AwaitingApproval) return Started(before);
        var draft = await drafts.OfAsync(owner, asked, cancellation);
        if (!draft.Succeeded) return draft.Problem;
        if (draft.Value.Risk == Risk.Read) return Told(await request.InvokeAsync(owner, asked, cancellation));

        StandingApproval? approval;
        await using (var db = await storage.CreateDbContextAsync(cancellation)) approval = await ApprovedAction.OfAsync(db, schedule.Id, cancellation);
        if (ApprovedAction.Refuse(approval, draft.Value, time.GetUtcNow()) is { } refused) return refused;
        if (before is null)
        {
            var seen = await preview.InvokeAsync(owner, asked, cancellation);
            if (!seen.Succeeded) return seen.Problem;
            var made = await request.InvokeAsync(owner, asked with { PlanHash = seen.Value.Hash }, cancellation);
            if (!made.Succeeded || made.Value.State != ExecutionState.AwaitingApproval) return Told(made);
            before = made.Value;
        }
        // The second person's right is asked anew as well: a yes of somebody who may not say it any more is none.
        var second = await owners.OfAsync(approval!.ApprovedById, approval.ApprovedBy, "by standing approval", cancellation);
        return Told(await decide.ApproveAsync(second, before.Id, before.PlanHash, $"Standing approval of {approval.CreatedAt:d MMM yyyy}, until {approval.ExpiresAt:d MMM yyyy}", cancellation));
    }

    public async Task<WorkEnd?> EndAsync(Firing firing, CancellationToken cancellation) => await LedgerEnd.OfAsync(storage, firing, cancellation);

    private static ExecutionRequest Request(WorkPlan plan, string key) => new(plan.Runbook, plan.Part!, plan.Environment, plan.Values, key);

    private static Result<WorkStarted> Told(Result<Execution> made) => made.Succeeded ? Started(made.Value) : made.Problem;

    private static WorkStarted Started(Execution execution) => new([execution.Id], null, $"Exec {execution.Id}");
}

/// <summary>Every read of a section.</summary>
internal sealed class SectionWork(IDbContextFactory<OpsPortalDbContext> storage, IRunbookSource runbooks, Runbooks.RunbookLibrary library, RequestSectionReads request) : IScheduledWork
{
    public ScheduleKind Kind => ScheduleKind.Section;

    public async Task<Result<WorkCheck>> CheckAsync(WorkPlan plan, Actor owner, CancellationToken cancellation)
    {
        if (plan.Part is null) return Problem.Invalid("Say which section is to run.", "section");
        var found = await runbooks.FindSectionAsync(plan.Runbook, plan.Part, cancellation);
        if (!found.Succeeded) return found.Problem;
        if (owner.May(Permission.RunSteps, plan.Environment, found.Value.Count > 0 ? found.Value[0].System : null, "run steps") is { } refused) return refused;
        return found.Value.Any(s => s.Step is { Risk: Risk.Read, Live: false, Action: not null })
            ? new WorkCheck(await TitleAsync(plan, cancellation), [.. found.Value.SelectMany(s => s.Parameters).Where(p => p.Secret).Select(p => p.Name).Distinct()], false)
            : Problem.Invalid("This section has no check that runs by itself.", "section");
    }

    private async Task<string> TitleAsync(WorkPlan plan, CancellationToken cancellation) =>
        (await library.FindAsync(plan.Runbook, cancellation))?.Compiled.Sections.FirstOrDefault(s => s.Id == plan.Part)?.Path is [.., var title] ? title : plan.Part!;

    public async Task<Result<WorkStarted>> StartAsync(Firing firing, RunSchedule schedule, WorkPlan plan, Actor owner, CancellationToken cancellation)
    {
        var made = await request.InvokeAsync(owner, plan.Runbook, plan.Part!, plan.Environment, plan.Values, firing.Key, null, cancellation);
        return made.Succeeded ? new WorkStarted([.. made.Value.Select(e => e.Id)], null, made.Value.Count == 1 ? "1 check" : $"{made.Value.Count} checks") : made.Problem;
    }

    public async Task<WorkEnd?> EndAsync(Firing firing, CancellationToken cancellation) => await LedgerEnd.OfAsync(storage, firing, cancellation);
}

internal static class LedgerEnd
{
    /// <summary>What came of a firing's executions; null while one of them goes on.</summary>
    public static async Task<WorkEnd?> OfAsync(IDbContextFactory<OpsPortalDbContext> storage, Firing firing, CancellationToken cancellation)
    {
        await using var db = await storage.CreateDbContextAsync(cancellation);
        var executions = await db.Executions.AsNoTracking().Where(e => firing.Executions.Contains(e.Id)).OrderBy(e => e.Id).ToListAsync(cancellation);
        if (executions.Any(e => !e.State.IsTerminal())) return null;
        var failed = executions.Where(e => e.State != ExecutionState.Succeeded || e.Verdict is { Verdict: Executions.Outcomes.StoredVerdict.NotMet }).ToList();
        if (failed.Count == 0) return new(true, executions.Count == 1 ? $"Exec {executions[0].Id} succeeded" : $"All {executions.Count} checks succeeded");
        var first = failed[0];
        var why = first.State == ExecutionState.Succeeded ? $"what is expected was not met ({first.Verdict!.Text})" : first.Reason;
        return new(false, executions.Count == 1 ? $"Exec {first.Id}: {why}" : $"{failed.Count} of {executions.Count} checks failed; the first one, exec {first.Id} ({first.Title}): {why}");
    }
}
