using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Checks.Judging;
using OpsPortal.Environments;
using OpsPortal.Executions;
using OpsPortal.Executions.Outcomes;
using OpsPortal.Storage;

namespace OpsPortal.Checks.Running;

/// <summary>
/// Runs steps as every click does, as the portal, with the right to do so in this one place. What is under way stands in the database:
/// its end makes the check due, and whoever takes it then reads the verdict.
/// </summary>
public sealed class StepRuns(IDbContextFactory<OpsPortalDbContext> contexts, RequestExecution request, CancelExecution cancel, TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    internal const string KeyPrefix = "check:";

    /// <summary>Who asks: nobody's rights, only this place.</summary>
    internal static Actor ActorOf(OpsEnvironment environment, string system) =>
        new(Guid.Empty, Actor.Portal.Name, new Standing(new Rights([new Grant(Permission.See | Permission.RunSteps, environment.Id, environment.Name, system)])));

    /// <summary>Begins a run, or reads what became of the one under way; null where it goes on.</summary>
    internal async Task<Finding?> AdvanceAsync(Check check, CheckStanding standing, StepCheckSpec step, OpsEnvironment environment, CancellationToken cancellation)
    {
        if (standing.ExecutionId is { } under) return await EndOfAsync(check, under, environment, cancellation);
        var now = time.GetUtcNow();
        var asked = await request.InvokeAsync(ActorOf(environment, check.System),
            new(step.Runbook, step.Step, environment.Name, step.Parameters ?? new Dictionary<string, string>(), $"{KeyPrefix}{check.Id}:{now.UtcTicks}"), cancellation);
        if (!asked.Succeeded) return Finding.Unknown(asked.Problem.Kind == ProblemKind.NeedsPlan ? "This step changes something now; a check only reads. Choose another step" : asked.Problem.Detail);
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        var (id, claim, patience) = (asked.Value.Id, standing.ClaimId, now + check.Timeout + Patience);
        await db.CheckStandings.Where(s => s.CheckId == check.Id && s.ClaimId == claim).ExecuteUpdateAsync(s => s
            .SetProperty(x => x.ExecutionId, id).SetProperty(x => x.DueAt, patience).SetProperty(x => x.ClaimId, (Guid?)null).SetProperty(x => x.ClaimUntil, (DateTimeOffset?)null), cancellation);
        // It may have ended before its number was written down.
        if (await db.Executions.AnyAsync(e => e.Id == id && e.FinishedAt != null, cancellation)) await DueAsync(db, id, now, cancellation);
        return null;
    }

    private async Task<Finding?> EndOfAsync(Check check, long id, OpsEnvironment environment, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        if (await db.Executions.AsNoTracking().FirstOrDefaultAsync(e => e.Id == id, cancellation) is not { } execution) return Finding.Unknown("Its execution is no longer on record");
        if (execution.State.IsTerminal()) return Read(execution, check.Thresholds);
        await cancel.InvokeAsync(ActorOf(environment, check.System), id, cancellation);
        return Finding.Failed($"exec {id} did not end within {check.Timeout.TotalSeconds:0} s");
    }

    /// <summary>The step's expectation is the verdict; where it has none, that it succeeded.</summary>
    internal static Finding Read(Execution execution, Thresholds thresholds)
    {
        var seconds = execution is { StartedAt: { } from, FinishedAt: { } to } ? Math.Round((to - from).TotalSeconds, 2) : (double?)null;
        var of = $" (exec {execution.Id})";
        return execution switch
        {
            { State: ExecutionState.Succeeded, Verdict: { Verdict: StoredVerdict.NotMet } verdict } => Finding.Failed(verdict.Text.TrimEnd('.') + of, seconds),
            { State: ExecutionState.Succeeded } => new(seconds is { } took ? thresholds.Judge(took) : CheckOutcome.Passed, seconds, (execution.Verdict is { Verdict: StoredVerdict.Met } met ? met.Text : execution.Reason).TrimEnd('.') + of),
            { State: ExecutionState.Failed or ExecutionState.TimedOut } => Finding.Failed(execution.Reason.TrimEnd('.') + of, seconds),
            _ => Finding.Unknown(execution.Reason.TrimEnd('.') + of),
        };
    }

    internal static Task<int> DueAsync(OpsPortalDbContext db, long execution, DateTimeOffset now, CancellationToken cancellation) =>
        db.CheckStandings.Where(s => s.ExecutionId == execution && s.State != CheckState.Paused).ExecuteUpdateAsync(s => s.SetProperty(x => x.DueAt, now), cancellation);
}
