using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;

namespace OpsPortal.Executions;

/// <summary>"Run all checks": every read of a section that can run as it stands and ends by itself.</summary>
public sealed class RequestSectionReads(
    IDbContextFactory<OpsPortalDbContext> contexts, IRunbookSource runbooks, NewExecution newExecution, CapturedSecrets captured, ExecutionLedger ledger, IEnumerable<IExecutionListener> listeners)
{
    /// <param name="parameters">Values known so far; steps that need others are left out.</param>
    /// <param name="key">The click's own key.</param>
    /// <param name="most">Those beyond are left out.</param>
    /// <param name="only">Ids of steps; null for all of the section.</param>
    public async Task<Result<IReadOnlyList<Execution>>> InvokeAsync(
        Actor actor, string runbook, string section, string environment, IReadOnlyDictionary<string, string> parameters, string key, Guid? run, CancellationToken cancellation, long? incident = null, int most = int.MaxValue, IReadOnlySet<string>? only = null)
    {
        if (StepCheck.May(actor, "run steps") is { } forbidden) return forbidden;
        OpsEnvironment? place;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
            place = await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == environment && e.RemovedAt == null, cancellation);
        if (StepCheck.Environment(place, environment) is { } nowhere) return nowhere;

        var found = await runbooks.FindSectionAsync(runbook, section, cancellation);
        if (!found.Succeeded) return found.Problem;
        if (StepCheck.May(actor, "run steps", place, found.Value.Count > 0 ? found.Value[0].System : null) is { } elsewhere) return elsewhere;
        List<(RunnableStep Step, IReadOnlyDictionary<string, string> Values)> checks = [];
        foreach (var step in found.Value.Where(step => IsCheck(step.Step) && only?.Contains(step.Step.Id) is not false))
        {
            var values = await captured.CompleteAsync(step, place!.Id, parameters, cancellation);
            if (StepCheck.Step(step, place, values) is null) checks.Add((step, values));
            if (checks.Count >= most) break;
        }
        if (checks.Count == 0) return Problem.Invalid("This section has no check that can run as it stands. Fill in its values, or run its steps one by one.");

        List<Execution> executions = [];
        foreach (var (check, values) in checks)
        {
            var draft = newExecution.Of(actor, check, place!, values, $"{key}/{check.Step.Id}", run, incident);
            if (await RefuseAsync(actor, draft, cancellation) is { } refused) return refused;
            var added = await ledger.AddAsync(actor, draft, null, cancellation);
            if (!added.Succeeded) return added.Problem;
            executions.Add(added.Value);
        }
        return executions;
    }

    private async Task<Problem?> RefuseAsync(Actor actor, Execution draft, CancellationToken cancellation)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellation);
        foreach (var listener in listeners)
            if (await listener.RefuseAsync(db, actor, draft, cancellation) is { } refused) return refused;
        return null;
    }

    private static bool IsCheck(Step step) => step is { Mode: not StepMode.Manual, Risk: Risk.Read, Live: false, Action: { Risk: Risk.Read, Live: false } };
}
