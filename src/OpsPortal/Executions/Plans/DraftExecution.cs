using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Storage;

namespace OpsPortal.Executions.Plans;

/// <summary>From a click on a step to an execution that could be: the step found, its values filled in, everything checked, nothing stored.</summary>
public sealed class DraftExecution(IDbContextFactory<OpsPortalDbContext> contexts, IRunbookSource runbooks, NewExecution newExecution, CapturedSecrets captured, IEnumerable<IExecutionListener> listeners)
{
    public async Task<Result<Execution>> OfAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "run steps") is { } forbidden) return forbidden;
        OpsEnvironment? environment;
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
        {
            environment = await db.Environments.AsNoTracking().FirstOrDefaultAsync(e => e.Name == request.Environment && e.RemovedAt == null, cancellation);
            if (request.Run is { } run && !await db.Runs.AnyAsync(r => r.Id == run, cancellation)) return Problem.NotFound("That run is gone. Reload the page and start a new one.");
        }
        if (StepCheck.Environment(environment, request.Environment) is { } nowhere) return nowhere;

        var found = await runbooks.FindAsync(request.Runbook, request.Step, cancellation);
        if (!found.Succeeded) return found.Problem;
        if (StepCheck.May(actor, "run steps", environment, found.Value.System) is { } elsewhere) return elsewhere;
        var values = await captured.CompleteAsync(found.Value, environment!.Id, request.Parameters, cancellation);
        if (StepCheck.Step(found.Value, environment, values) is { } invalid) return invalid;
        var draft = newExecution.Of(actor, found.Value, environment, values, request.Key, request.Run, request.Incident, (request.Maintenance, request.MaintenanceItem));
        await using (var db = await contexts.CreateDbContextAsync(cancellation))
            foreach (var listener in listeners)
                if (await listener.RefuseAsync(db, actor, draft, cancellation) is { } refused) return refused;
        return draft;
    }
}
