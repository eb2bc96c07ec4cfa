using Microsoft.EntityFrameworkCore;
using OpsPortal.Access;
using OpsPortal.Environments;
using OpsPortal.Runbooks.Risks;
using OpsPortal.Storage;
using OpsPortal.Targets;

namespace OpsPortal.Executions;

/// <summary>A click on a step.</summary>
public sealed class RequestExecution(
    IDbContextFactory<OpsPortalDbContext> contexts, IRunbookSource runbooks, IStepRunner runner, NewExecution newExecution, CapturedSecrets captured, ExecutionLedger ledger)
{
    /// <summary>
    /// The execution, queued. A change that is not <see cref="ExecutionRequest.Confirmed"/> is a <see cref="ProblemKind.Conflict"/>
    /// whose detail is the question to ask.
    /// </summary>
    public async Task<Result<Execution>> InvokeAsync(Actor actor, ExecutionRequest request, CancellationToken cancellation)
    {
        if (StepCheck.May(actor, "run steps") is { } forbidden) return forbidden;
        if (await ledger.FindAsync(request.Key, cancellation) is { } before) return Same(before, actor, request);

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

        var execution = newExecution.Of(actor, found.Value, environment, values, request.Key, request.Run);
        if (execution.Risk > Risk.Read && !request.Confirmed) return Problem.Conflict(await QuestionAsync(execution, environment, cancellation));
        return Same(await ledger.AddAsync(actor, execution, environment, cancellation), actor, request);
    }

    /// <summary>A key belongs to one click; somebody else's, or another step's, is a mistake in the caller.</summary>
    private static Result<Execution> Same(Execution before, Actor actor, ExecutionRequest request) =>
        before.RequestedById == actor.Id && before.StepId == request.Step && before.Environment?.Name == request.Environment
            ? before
            : Problem.Conflict("This key was already used for another execution. Use a new key for each click.");

    private async Task<string> QuestionAsync(Execution execution, OpsEnvironment environment, CancellationToken cancellation)
    {
        try
        {
            return ChangeQuestion.Of(execution.Action.Sentence, await runner.DescribeChangeAsync(execution.Action, environment, execution.DefaultNamespace, cancellation));
        }
        catch (TargetUnreachableException e)
        {
            return ChangeQuestion.Of(execution.Action.Sentence, $"What is there now could not be read: {e.Message}");
        }
    }
}
